/** The short form of `nodes.proof.test.ts`: one time each of those that start few processes. */
import { beforeEach, expect, test } from 'vitest'
import { openNodes } from './nodes.ts'
import { noNodes } from './nodes-ground.ts'
import { play } from './nodes-play.ts'
import { ROUNDS } from './nodes-rounds.ts'

beforeEach(({ skip }) => skip(noNodes() !== undefined, noNodes() ?? ''))

const { membersApart, sameSetAtBoth, commitsUnknown } = ROUNDS

test('two nodes on one database, one Redis and one spool: whatever happens to one of them, nothing is lost and nothing is done twice', async () => {
  await using nodes = await openNodes()
  for (const [name, round] of Object.entries({ membersApart, sameSetAtBoth, commitsUnknown })) {
    expect({ [name]: await play(nodes, round, 2) }).toEqual({ [name]: [] })
  }
})
