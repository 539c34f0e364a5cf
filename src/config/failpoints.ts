import { Misconfigured } from '../base/errors.ts'
import { Failpoints, POINTS, parseFailpoints } from '../base/failpoints.ts'
import type { Config } from './schema.ts'

const VARIABLE = 'SLUICE_FAILPOINTS'

/**
 * rule 30.2: instants at which this process is to fail, by the environment and not by a setting; nothing when
 * none is asked for. Throws `Misconfigured` in production, and for what is no instant.
 */
export function failpointsIn(
  mode: Config['mode'],
  // biome-ignore lint/style/noProcessEnv: a file that says so could be carried along into production
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Failpoints | undefined {
  const text = environment[VARIABLE]?.trim()
  if (!text) return undefined
  if (mode === 'production')
    throw new Misconfigured(VARIABLE, 'it makes the gateway fail, and this is production.', `Run: unset ${VARIABLE}`)
  const parsed = parseFailpoints(text)
  if (parsed.ok) return new Failpoints(parsed.value)
  throw new Misconfigured(
    VARIABLE,
    `"${parsed.problem.slice(0, 60)}" is no failpoint.`,
    `Write POINT=ACT, as in P6=kill;P13=error@2;P17=delay:200;P7=drop: points are ${Object.keys(POINTS).join(' ')}; replies are lost at P7 and P18.`,
  )
}
