/** What may happen to two nodes while sets are sent to both. After each round everything must end as if nothing had been. */
import { expect } from 'vitest'
import { eventually } from './gateway.ts'
import { type Nodes, untilClaimed, untilSent } from './nodes.ts'
import { atCommits, atRequests, type Loses } from './wire.ts'

export type NodesRound = (nodes: Nodes) => Promise<void>

export const ROUNDS = {
  /** FI at one node, FS at the other, GO at the first again. */
  membersApart: ({ a, b, client }) => untilSent(client, [a, b], 1),

  /** The same set comes to both at the same moment, as from a client whose two connections do not know of each other. */
  sameSetAtBoth: async ({ a, b, client }) => {
    const [first, second] = [await a.start(), await b.start()]
    await Promise.all([client.send(first), client.send(second)])
  },

  /** kill -9 while it holds claims; the other one starts only then. */
  killed: async ({ a, b, client, database }) => {
    await a.kill()
    await a.start('P13=delay:60000')
    await b.stop()
    await untilSent(client, [a], Number.POSITIVE_INFINITY)
    await untilClaimed(database)
    await a.kill()
    await b.start()
  },

  /** The wire of one stands still while it holds a claim: its lease runs out, the other takes over, and what it does when the wire is back is too late. */
  cutOff: async ({ a, b, client, database }) => {
    await b.stop()
    await a.kill()
    await a.start('P13=delay:5000')
    await untilSent(client, [a], Number.POSITIVE_INFINITY)
    await untilClaimed(database)
    a.wire.hold()
    const other = await b.start()
    await eventually(
      async () => (await client.look(other)) && (await client.isAtRest()),
      (isAtRest) => isAtRest,
    )
    const before = await factsOf(database)
    a.wire.heal()
    await a.stop()
    expect(await factsOf(database)).toEqual(before)
  },

  /** Neither node can know of its next COMMITs whether they happened; the first ones are those of the GO. */
  commitsUnknown: (nodes) => lossy(nodes, atCommits(6), atCommits(6)),
  requestsUnknown: (nodes) => lossy(nodes, atRequests(29), atRequests(29)),

  /** One after the other is stopped and started, and the client goes on at the one that is there. */
  rollingRestart: async ({ a, b, client }) => {
    for (const [leaving, staying] of [
      [a, b],
      [b, a],
    ] as const) {
      const gone = leaving.stop()
      await client.send(await staying.start(), 1)
      await gone
      await leaving.start()
    }
  },
} satisfies Record<string, NodesRound>

async function lossy({ a, b, client }: Nodes, atA: Loses, atB: Loses): Promise<void> {
  const before = a.wire.losses + b.wire.losses
  a.wire.loses = atA
  b.wire.loses = atB
  await untilSent(client, [a, b], 1)
  await eventually(
    async () => a.wire.losses + b.wire.losses - before,
    (losses) => losses > 1,
  )
  for (const { wire } of [a, b]) wire.heal()
}

function factsOf({ queries }: Nodes['database']): Promise<readonly unknown[]> {
  return queries.selectFrom('fact').selectAll().orderBy('submission_id').orderBy('kind').execute()
}
