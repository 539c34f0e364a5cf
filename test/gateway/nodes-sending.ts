/** What senders may do at two nodes at once. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { connect } from './gateway.ts'
import { type Nodes, untilSent } from './nodes.ts'
import { untilNothingIsOpen } from './nodes-look.ts'
import type { NodesRound } from './nodes-rounds.ts'

const RACES = 6

export const SENDING = {
  /** FI at one node, FS at the other, GO at the first again. */
  membersApart: ({ a, b, client }) => untilSent(client, [a, b], 1),

  /** The same set comes to both at the same moment, as from a client whose two connections do not know of each other. */
  sameSetAtBoth: async ({ a, b, client }) => {
    const [first, second] = [await a.gateway.start(), await b.gateway.start()]
    await Promise.all([client.send(first), client.send(second)])
  },

  /** GO at one node and TD at the other at the same moment: each set is cancelled, or accepted and handed over, and never both. */
  goAndTd: async (nodes) => {
    const { a, b, client, tally } = nodes
    await untilSent(client, [a, b])
    const sets: (readonly string[])[] = []
    for (let race = 0; race < RACES; race++) sets.push(await nodes.addSet('either'))
    await client.send(await a.gateway.start(), 2)
    const cancelling = sendTriggers(nodes, await b.gateway.start(), sets)
    await Promise.all([client.send(await a.gateway.start()), cancelling])
    await untilSent(client, [a, b])
    await untilNothingIsOpen(nodes)
    const ends = await endsOf(nodes, sets)
    for (const end of ends) tally[end] = (tally[end] ?? 0) + 1
    expect(ends.filter((end) => end.includes('cancelled') && end !== 'cancelled')).toEqual([])
  },
} satisfies Record<string, NodesRound>

/** A TD for each set, one after the other. */
async function sendTriggers(
  { sender }: Nodes,
  gateway: GatewayProcess,
  sets: readonly (readonly string[])[],
): Promise<void> {
  await using client = await connect(gateway, sender)
  for (const files of sets) {
    const go = files.at(-1) ?? ''
    const put = await client.put(`/IN/${basename(go).replace(/^GO/, 'TD')}`, await readFile(go))
    expect(put).toMatchObject({ ok: true })
  }
}

/** For each submission that held the FI of one of the sets: its end. */
async function endsOf({ database }: Nodes, sets: readonly (readonly string[])[]): Promise<readonly string[]> {
  const names = sets.map(([first = '']) => basename(first))
  const { rows } = await sql<{ end: string }>`
    select string_agg(coalesce(body ->> 'outcome', 'cancelled'), ' ' order by kind) as "end"
    from fact where kind in ('verdict', 'cancellation') and submission_id in (
      select submission_id from received_file where name = any(${names})
    ) group by submission_id`.execute(database.queries)
  return rows.map(({ end }) => end)
}
