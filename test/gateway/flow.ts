/** Many sets under way while something breaks, from clients that try again as real ones do, and what must have come of them. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { RefusedCommand } from '../../src/cli/refused-command.ts'
import { pushSet } from '../../src/cli/send-sets.ts'
import { Answers } from './answers.ts'
import { connect, eventually, makeSet, type Site, setKeyOf } from './gateway.ts'

export type MadeSet = Awaited<ReturnType<typeof makeSet>>

const AT_A_TIME = 4
/** What a client waits before it tries again. */
const AGAIN_MILLISECONDS = 100

export function makeSets(site: Site, sender: ExampleSender, letter: string, count: number): Promise<MadeSet[]> {
  const sequences = Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(4, '0')}`)
  return Promise.all(sequences.map((sequence) => makeSet(site, sender, { sequence })))
}

/** Sends each set until its GO is taken, a few at a time, over a connection of its own; `gateway` may be another one by and by. */
export async function sendAll(
  gateway: GatewayProcess | (() => GatewayProcess),
  sender: ExampleSender,
  sets: readonly MadeSet[],
): Promise<void> {
  const left = [...sets]
  const current = typeof gateway === 'function' ? gateway : () => gateway
  const sendOn = async () => {
    for (let set = left.shift(); set; set = left.shift()) {
      while (!(await isSent(current(), sender, set))) await pause(AGAIN_MILLISECONDS)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, sendOn))
}

/** Each set was accepted once and lies once in the folder of its service; whatever was sent twice is 133; nothing is missing. */
export async function expectDeliveredOnce(
  site: Site,
  gateway: GatewayProcess,
  sender: ExampleSender,
  sets: readonly MadeSet[],
): Promise<void> {
  await using client = await connect(gateway, sender)
  const answers = new Answers(client)
  const keys = sets.map(({ trigger }) => setKeyOf(trigger))
  for (const { trigger } of sets) {
    const codes = await answers.to(trigger)
    expect({ trigger, codes: [...codes].sort((one, other) => one.length - other.length) }).toEqual({
      trigger,
      codes: [[], ...codes.slice(1).map(() => [133])],
    })
  }
  const handed = await eventually(
    () => keysHandedOver(site),
    (found) => keys.every((key) => found.includes(key)),
  )
  expect(handed.filter((key) => keys.includes(key)).sort()).toEqual([...keys].sort())
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
}

async function isSent(gateway: GatewayProcess, sender: ExampleSender, set: MadeSet): Promise<boolean> {
  try {
    await using client = await connect(gateway, sender)
    await pushSet(client, set, () => {})
    return true
  } catch (error) {
    if (error instanceof Unavailable || error instanceof RefusedCommand) return false
    throw error
  }
}

/** The set key of each declaration that lies whole in the folder of its service. */
export async function keysHandedOver({ folder }: Site): Promise<string[]> {
  const service = join(folder, 'spool', 'services', 'DMFA', 'R')
  const tickets = (await readdir(service).catch(() => [])).filter((name) => !name.startsWith('.'))
  return await Promise.all(
    tickets.map(async (ticket) => {
      const { files } = JSON.parse(await readFile(join(service, ticket, 'submission.json'), 'utf8'))
      return setKeyOf(files[0].name)
    }),
  )
}
