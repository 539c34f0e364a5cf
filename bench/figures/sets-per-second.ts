/** The whole line under load: sets come in over several connections, and every answer is signed and visible. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import type { Figure } from '../figure.ts'
import { besideGoal } from '../reading.ts'
import { type Connections, openConnections } from '../rig/connections.ts'
import { openGateway } from '../rig/gateway.ts'
import { listedAnswers, makeSets, type SignedSet, send, takeAnswer } from '../rig/sets.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const CONNECTIONS = 8
const SETS = { usual: 150, full: 600 } as const
const SETS_PER_SECOND = 60
const WARM_UPS = 3
const LOOK_MILLISECONDS = 20
const ANSWER_SECONDS_MAX = 60

export const setsPerSecond: Figure = {
  id: 'sets-per-second',
  title: `Whole sets on ${CONNECTIONS} connections`,
  async measure(bench) {
    await using folder = await openTempFolder()
    await using gateway = await openGateway(bench.program, join(folder.path, 'gateway'))
    await using senders = await openConnections(gateway, CONNECTIONS)
    await using watcher = await gateway.connect()
    const count = bench.full ? SETS.full : SETS.usual
    const rates = await inTurns(
      { ours: async () => ratePerSecond(await makeSets(gateway, count), senders, watcher) },
      bench,
      { warmUps: WARM_UPS },
    )
    const name = `Sets answered on ${CONNECTIONS} connections`
    return [besideGoal({ name, unit: 'sets/s' }, rates.ours, { what: 'at least', value: SETS_PER_SECOND })]
  },
}

/** From the first byte until the last answer is listed. Looking begins when all is sent, so that it slows nothing down. */
export async function ratePerSecond(
  sets: readonly SignedSet[],
  senders: Connections,
  watcher: RemoteClient,
): Promise<number> {
  const began = performance.now()
  await senders.each(sets, send)
  const answers = await allAnswers(watcher, sets.length)
  const seconds = (performance.now() - began) / 1000
  await senders.each(answers, takeAnswer)
  return sets.length / seconds
}

async function allAnswers(client: RemoteClient, count: number): Promise<readonly string[]> {
  const deadline = performance.now() + ANSWER_SECONDS_MAX * 1000
  for (;;) {
    const answers = await listedAnswers(client)
    if (answers.length >= count) return answers
    if (performance.now() > deadline) throw new Error(`${count - answers.length} of ${count} sets were not answered`)
    await pause(LOOK_MILLISECONDS)
  }
}
