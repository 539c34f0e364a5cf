/** What the network may do to two nodes. */
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Nodes, untilSent } from './nodes.ts'
import { factsOf, lockedClaims, until, untilHeld, untilRest } from './nodes-look.ts'
import type { NodesRound } from './nodes-rounds.ts'
import { atCommits, atRequests, type Loses, stillAtCommit } from './wire.ts'

const SLOW_BYTES_PER_SECOND = 60_000
/** More than a lease, `limits.leaseSeconds` of the site. */
const STILL_MILLISECONDS = 3000

export const NETWORK = {
  /** Neither node can know of its next COMMITs whether they happened; the first ones are those of the GO. */
  commitsUnknown: (nodes) => lossy(nodes, atCommits(6), atCommits(6)),
  requestsUnknown: (nodes) => lossy(nodes, atRequests(29), atRequests(29)),

  /** The wire of one stands still before a COMMIT for longer than a lease: nobody takes over what is in that transaction. */
  commitHeld: async (nodes) => {
    const { a, b, client } = nodes
    await Promise.all([a.gateway.stop(), a.worker.stop(), b.gateway.stop()])
    await a.gateway.start({ failpoints: 'P13=delay:2000' })
    await untilSent(client, [a])
    await untilHeld(nodes, 'claim', a)
    const inTransaction = await heldAtCommit(nodes)
    const before = await factsOf(nodes, 'acknowledgement', inTransaction)
    await b.gateway.start()
    await pause(STILL_MILLISECONDS)
    expect(await factsOf(nodes, 'acknowledgement', inTransaction)).toEqual(before)
    expect(await lockedClaims(nodes)).toEqual(inTransaction)
    a.wire.heal()
    await untilRest(nodes, b)
  },

  slowWires: async (nodes) => {
    for (const { wire } of [nodes.a, nodes.b]) wire.slow(SLOW_BYTES_PER_SECOND)
    await untilSent(nodes.client, [nodes.a, nodes.b], 1)
    await untilRest(nodes, nodes.a)
    for (const { wire } of [nodes.a, nodes.b]) wire.heal()
  },

  /** One node takes and answers; the other one's worker alone hands over. */
  redisAway: async (nodes) => {
    const { a, ground, client } = nodes
    const handedOver: string[] = []
    a.worker.running?.onEvent((event) => event === 'delivery.delivered' && handedOver.push(event))
    a.place.reach(ground.redis.place.address, false)
    await untilSent(client, [a])
    await untilRest(nodes, a)
    a.place.reach(ground.redis.place.address, true)
    expect(handedOver).toEqual([])
  },
} satisfies Record<string, NodesRound>

/** Until the wire of the one stands still before a COMMIT with claims in it, for there are others; which claims those are. */
async function heldAtCommit(nodes: Nodes): Promise<readonly string[]> {
  const { wire } = nodes.a
  for (;;) {
    wire.loses = stillAtCommit()
    await until(
      () => wire.isStill,
      (isStill) => isStill,
    )
    const locked = await lockedClaims(nodes)
    if (locked.length > 0) return locked
    wire.heal()
  }
}

async function lossy({ a, b, client }: Nodes, atA: Loses, atB: Loses): Promise<void> {
  const before = a.wire.losses + b.wire.losses
  a.wire.loses = atA
  b.wire.loses = atB
  await untilSent(client, [a, b], 1)
  await until(
    () => a.wire.losses + b.wire.losses - before,
    (losses) => losses > 1,
  )
  for (const { wire } of [a, b]) wire.heal()
}
