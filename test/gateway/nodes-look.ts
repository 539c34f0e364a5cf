/** What the rows say while something happens to two nodes. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { GatewayNode, Nodes } from './nodes.ts'

/** Between two looks: whoever is looked at needs the processor. */
const ASK_MILLISECONDS = 50

type Held = { readonly id: string; readonly owner: string | null }

type Work = 'claim' | 'delivery'

/** Resolves when all that is to be done is in the hands of the node: submissions (`claim`) or hand-overs (`delivery`). */
export async function untilHeld(nodes: Nodes, work: Work, node: GatewayNode): Promise<readonly Held[]> {
  return await until(
    () => heldIn(nodes, work),
    (rows) => rows.length > 0 && rows.every(({ owner }) => isOf(node, owner)),
  )
}

/** Resolves when the node has some of it: what another one died of, perhaps, is taken up one at a time. */
export async function untilTakenOver(nodes: Nodes, work: Work, node: GatewayNode): Promise<void> {
  await until(
    () => heldIn(nodes, work),
    (rows) => rows.some(({ owner }) => isOf(node, owner)),
  )
}

async function heldIn({ database: { queries } }: Nodes, work: Work): Promise<readonly Held[]> {
  const claims = queries.selectFrom('claim').select(['submission_id as id', 'owner'])
  const deliveries = queries.selectFrom('delivery').select(['delivery_id as id', 'owner'])
  return await (work === 'claim' ? claims.execute() : deliveries.where('state', '<>', 'delivered').execute())
}

function isOf({ host }: GatewayNode, owner: string | null): boolean {
  return owner?.startsWith(`${host}/`) ?? false
}

/** Who has which hand-over in hand, as how often taken, and what came of it. */
export function openDeliveries({ database: { queries } }: Nodes): Promise<readonly unknown[]> {
  const rows = queries.selectFrom('delivery').select(['delivery_id', 'state', 'owner', 'fence', 'attempts'])
  return rows.where('state', '<>', 'delivered').orderBy('delivery_id').execute()
}

/** Of these submissions, or of all, in their order. */
export function factsOf(
  { database: { queries } }: Nodes,
  kind: string,
  submissions?: readonly string[],
): Promise<readonly unknown[]> {
  const facts = queries.selectFrom('fact').selectAll().where('kind', '=', kind).orderBy('submission_id')
  return (submissions ? facts.where(sql<boolean>`submission_id = any(${submissions}::uuid[])`) : facts).execute()
}

/** The submissions whose claims a transaction holds. */
export async function lockedClaims({ database }: Nodes): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select submission_id::text as id from claim where submission_id not in (
      select submission_id from claim for update skip locked
    ) order by 1`.execute(database.queries)
  return rows.map(({ id }) => id)
}

/** How many sets and hand-overs are in which state, of those that are not over. */
export async function statesOf({ database: { queries } }: Nodes): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select case when sealed_at is null then 'open'
        when not exists (select from fact f where f.submission_id = s.submission_id and kind = 'verdict') then 'sealed'
        else 'judged' end as state, count(*)::integer as count
      from submission s where closed_at is null group by 1
    union all
    select state, count(*)::integer from delivery where state <> 'delivered' group by 1`.execute(queries)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Resolves when no set is on its way; hand-overs may be. */
export async function untilAnswered(nodes: Nodes): Promise<void> {
  await until(
    () => statesOf(nodes),
    ({ open, sealed, judged }) => open === undefined && sealed === undefined && judged === undefined,
  )
}

export function untilNothingIsOpen(nodes: Nodes): Promise<unknown> {
  return until(
    () => statesOf(nodes),
    (states) => Object.keys(states).length === 0,
  )
}

/** Resolves when everything that was sent is answered and handed over, as it is seen at that node. */
export function untilRest(nodes: Nodes, { gateway }: GatewayNode): Promise<unknown> {
  const { client } = nodes
  return until(
    async () =>
      (await client.look(await gateway.start())) &&
      (await client.isAtRest()) &&
      (await openDeliveries(nodes)).length === 0,
    (isAtRest) => isAtRest,
  )
}

/** Asks now and then until the answer has what is waited for; whoever plays the round bounds it. */
export async function until<Value>(
  ask: () => Value | Promise<Value>,
  isThere: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await ask()
    if (isThere(value)) return value
    await pause(ASK_MILLISECONDS)
  }
}
