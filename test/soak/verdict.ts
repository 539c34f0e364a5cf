/** Once nobody breaks anything any more: everything is sent, answered and handed over, and what each side knows is compared. */
import { setTimeout as pause } from 'node:timers/promises'
import { violations } from '../gateway/checker.ts'
import type { Line } from './line.ts'
import type { Door } from './programs.ts'
import type { SoakViolation } from './protocol.ts'
import type { Stage } from './stage.ts'
import { whereIs } from './work.ts'

/** With nothing broken a sender has got rid of everything by then. */
const SEND_SECONDS = 300
const AGAIN_MILLISECONDS = 200
/** What an operator would ask afterwards; each ends with 0 when all is well. */
const COMMANDS = [['audit', 'verify'], ['doctor']]

/** `restSeconds`: what is still missing after them, for each sender, is missed for good. */
export async function atRest(stage: Stage, restSeconds: number): Promise<readonly SoakViolation[]> {
  const { lines, doors, gateways, site } = stage
  const [door] = doors
  if (!door) throw new TypeError('no gateway is at the door')
  for (const kept of [...gateways.values(), stage.postgres, stage.redis, stage.service]) await kept.untilUp()
  const found: SoakViolation[] = []
  for (const line of lines) {
    found.push(...(await notTaken(line, door)))
    found.push(...violations(await line.client.evidence(whereIs(door), restSeconds)), ...line.violations())
  }
  const strangers = stage.effects().filter(({ files }) => !lines.some(({ client }) => client.has(files)))
  found.push(...strangers.map(({ key }) => ({ kind: 'effectWithoutAcceptance', about: key }) as const))
  for (const words of COMMANDS) {
    const { code, out, err } = await site.sluice(...words)
    if (code !== 0) found.push({ kind: 'commandFailed', about: `${words.join(' ')}: ${out}${err}` })
  }
  return found
}

/** The sets that no gateway takes, however often they are sent. */
async function notTaken(line: Line, door: Door): Promise<readonly SoakViolation[]> {
  const end = performance.now() + SEND_SECONDS * 1000
  while (performance.now() < end) {
    const isLookedAt = await line.client.look(whereIs(door))
    if ((await line.send(door)) && isLookedAt) return []
    await pause(AGAIN_MILLISECONDS)
  }
  return line.client.left().map((names) => ({ kind: 'notTaken', about: names.join(' ') }) as const)
}
