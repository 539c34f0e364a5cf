/** The short form of `nodes.proof.test.ts`: one time each of those that start few processes. */
import { expect, test } from 'vitest'
import { openNodes } from './nodes.ts'
import { ROUNDS } from './nodes-rounds.ts'

const { membersApart, sameSetAtBoth, commitsUnknown, cutOff } = ROUNDS

test('two nodes on one database and one spool: whatever happens to one of them, nothing is lost and nothing is done twice', async () => {
  await using nodes = await openNodes()
  for (const [name, round] of Object.entries({ membersApart, sameSetAtBoth, commitsUnknown, cutOff })) {
    await nodes.add(2)
    await round(nodes)
    expect({ [name]: await nodes.violationsAtRest() }).toEqual({ [name]: [] })
  }
})
