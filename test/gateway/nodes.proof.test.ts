/**
 * `SLUICE_NODES_ROUNDS` times everything that may happen to two nodes, in a drawn order (`SLUICE_SEED`), each time on a database of its own;
 * or what `SLUICE_NODES_EVENTS` names alone.
 */
import { beforeEach, expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { drawing, shuffled } from './faults.ts'
import { openNodes } from './nodes.ts'
import { noNodes } from './nodes-ground.ts'
import { play } from './nodes-play.ts'
import { type NodesRound, ROUNDS } from './nodes-rounds.ts'

beforeEach(({ skip }) => skip(noNodes() !== undefined, noNodes() ?? ''))

const TIMES = lengthOf('SLUICE_NODES_ROUNDS', 20)
const EVENTS = process.env.SLUICE_NODES_EVENTS?.split(',') ?? Object.keys(ROUNDS)
const SETS = 5

test(`two nodes, ${TIMES} times each of ${EVENTS.length} things that may happen: nothing is lost and nothing is done twice`, async () => {
  const draw = drawing()
  const rounds = Object.entries<NodesRound>(ROUNDS).filter(([name]) => EVENTS.includes(name))
  const found: unknown[] = []
  const seen = { played: {} as Record<string, number>, seconds: {} as Record<string, number>, unknownOutcomes: 0 }
  const tally: Record<string, number> = {}
  for (let time = 0; time < TIMES; time++) {
    await using nodes = await openNodes()
    for (const [name, round] of shuffled(rounds, draw)) {
      const begun = Date.now()
      process.stdout.write(`${time} ${name}\n`)
      found.push(...(await play(nodes, round, SETS)).map((violation) => ({ name, time, violation })))
      seen.played[name] = (seen.played[name] ?? 0) + 1
      seen.seconds[name] = Math.round((seen.seconds[name] ?? 0) + (Date.now() - begun) / 1000)
      await leaveSummary('nodes', { ...seen, tally, found })
    }
    seen.unknownOutcomes += nodes.a.wire.losses + nodes.b.wire.losses
    for (const [end, count] of Object.entries(nodes.tally)) tally[end] = (tally[end] ?? 0) + count
  }
  await leaveSummary('nodes', { ...seen, tally, found })
  expect(found).toEqual([])
})
