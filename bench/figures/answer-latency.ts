/** From the close of GO to the answer listed in OUT, with nothing else to do. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import type { Figure } from '../figure.ts'
import { besideGoal } from '../reading.ts'
import { openGateway } from '../rig/gateway.ts'
import { listedAnswers, makeSets, type SignedSet, send, takeAnswer } from '../rig/sets.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { percentile } from '../statistics.ts'

const SETS = { usual: 100, full: 300 } as const
const WARM_UP_SETS = 10
const BOUNDS = [
  { percent: 50, milliseconds: 100 },
  { percent: 99, milliseconds: 500 },
] as const
const LOOK_MILLISECONDS = 3
/** The hand-over of the last set goes on after its answer. */
const REST_MILLISECONDS = 50
const ANSWER_SECONDS_MAX = 60

export const answerLatency: Figure = {
  id: 'answer-latency',
  title: 'From the close of GO to the answer in OUT',
  async measure({ program, full, stop }) {
    await using folder = await openTempFolder()
    await using gateway = await openGateway(program, join(folder.path, 'gateway'))
    await using client = await gateway.connect()
    const waits: number[] = []
    for (const set of await makeSets(gateway, WARM_UP_SETS + (full ? SETS.full : SETS.usual))) {
      stop.throwIfAborted()
      waits.push(await millisecondsToAnswer(client, set))
    }
    const measured = waits.slice(WARM_UP_SETS)
    return BOUNDS.map(({ percent, milliseconds }) => {
      const name = `Close of GO to answer in OUT, p${percent} of ${measured.length}`
      const goal = { what: 'at most', value: milliseconds } as const
      return besideGoal({ name, unit: 'ms' }, [percentile(measured, percent)], goal)
    })
  },
}

async function millisecondsToAnswer(client: RemoteClient, set: SignedSet): Promise<number> {
  await pause(REST_MILLISECONDS)
  await send(client, set)
  const began = performance.now()
  for (;;) {
    const [answer] = await listedAnswers(client)
    const milliseconds = performance.now() - began
    if (answer !== undefined) {
      await takeAnswer(client, answer)
      return milliseconds
    }
    if (milliseconds > ANSWER_SECONDS_MAX * 1000) throw new Error('a set was not answered')
    await pause(LOOK_MILLISECONDS)
  }
}
