/** Once nobody breaks anything any more: everything is sent, answered and handed over, and what each side knows is compared. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Violation, violations } from '../gateway/checker.ts'
import type { SoakViolation } from './protocol.ts'
import type { Stage } from './stage.ts'
import { look, whereIs } from './work.ts'

const AGAIN_MILLISECONDS = 200

/** `restSeconds`: what is still missing after them, for each sender, is missed for good. */
export async function atRest(stage: Stage, restSeconds: number): Promise<readonly SoakViolation[]> {
  const { lines, doors, gateways, site } = stage
  const [door] = doors
  if (!door) throw new TypeError('no gateway is at the door')
  for (const kept of [...gateways.values(), stage.postgres, stage.redis, stage.service]) await kept.untilUp()
  const found: SoakViolation[] = []
  for (const line of lines) {
    while (!(await line.send(door)) || !(await look(line, door))) await pause(AGAIN_MILLISECONDS)
    found.push(...violations(await line.client.evidence(whereIs(door), restSeconds)), ...line.violations())
  }
  const strangers = stage.effects().filter(({ files }) => !lines.some(({ client }) => client.has(files)))
  found.push(...strangers.map(({ key }): Violation => ({ kind: 'effectWithoutAcceptance', about: key })))
  for (const words of [['audit', 'verify'], ['doctor']]) {
    const { code, out, err } = await site.sluice(...words)
    if (code !== 0) found.push({ kind: 'commandFailed', about: `${words.join(' ')}: ${out}${err}` })
  }
  return found
}
