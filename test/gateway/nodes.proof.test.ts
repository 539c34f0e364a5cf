/** `SLUICE_NODES_ROUNDS` times everything that may happen to one of two nodes, in a drawn order (`SLUICE_SEED`). */
import { expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { drawing, shuffled } from './faults.ts'
import { openNodes } from './nodes.ts'
import { type NodesRound, ROUNDS } from './nodes-rounds.ts'

const TIMES = lengthOf('SLUICE_NODES_ROUNDS', 20)
const SETS = 5

test(`two nodes, ${TIMES} times each of what may happen to one: nothing is lost and nothing is done twice`, async () => {
  const draw = drawing()
  await using nodes = await openNodes()
  const found: unknown[] = []
  const played: Record<string, number> = {}
  for (let time = 0; time < TIMES; time++) {
    for (const [name, round] of shuffled(Object.entries<NodesRound>(ROUNDS), draw)) {
      await nodes.add(SETS)
      await round(nodes)
      const violations = await nodes.violationsAtRest()
      if (violations.length > 0) found.push({ name, time, violations })
      played[name] = (played[name] ?? 0) + 1
    }
  }
  const losses = nodes.a.wire.losses + nodes.b.wire.losses
  const rounds = Object.values(played).reduce((sum, count) => sum + count, 0)
  await leaveSummary('nodes', { played, sets: rounds * (SETS + 1), unknownOutcomes: losses, found })
  expect(found).toEqual([])
})
