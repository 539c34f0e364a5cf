/** A sender's rights as they stand when a set is sealed: judging reads this snapshot and never the registry (decision 12, case A17). */
import { sql } from 'kysely'
import { Corrupt } from '../base/errors.ts'
import { canonicalJson, type Sha256, sha256 } from '../base/hashes.ts'
import type { Rights } from '../batch/rights.ts'
import type { Queries, Transaction } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'

export type SealedRights = { readonly id: Sha256; readonly rights: Rights }

/** Ids of snapshots that one database is known to hold; kept by the caller, so that sealing need not store them again. */
export type KnownSnapshots = Set<Sha256>

const KNOWN_MAX = 20_000
/** Snapshots hold certificates, some kilobytes each. */
const READ_MAX = 500

/**
 * Reads the rights of these senders in one query and stores them once under their hash. `known` spares the further statements for rights
 * that were stored before; it must not outlive its database. Throws `Corrupt` when there is no such sender: whoever seals has let it in.
 */
export async function rightsAtSeal(
  tx: Transaction,
  senderNumbers: readonly string[],
  known: KnownSnapshots = new Set(),
): Promise<ReadonlyMap<string, SealedRights>> {
  const current = await currentRightsOf(tx, senderNumbers)
  const sealed = new Map<string, SealedRights>()
  // in one order, so that two who store the same never wait for each other
  for (const sender of [...new Set(senderNumbers)].sort()) {
    const rights = current.get(sender)
    if (!rights) throw new Corrupt(`the sender ${sender} is not in the registry`)
    const body = canonicalJson(rights)
    const id = sha256(body)
    if (!known.has(id) && (await wasStored(tx, id, body))) remember(known, id)
    sealed.set(sender, { id, rights })
  }
  return sealed
}

/** Throws `Corrupt` when the snapshot is not there or is not what its id says. */
export async function readRights(queries: Queries, id: Sha256): Promise<Rights> {
  const row = await queries.selectFrom('rights_snapshot').select('body').where('sha256', '=', id).executeTakeFirst()
  if (!row) throw new Corrupt(`the snapshot of rights ${id} is missing`)
  if (sha256(row.body) !== id) throw new Corrupt(`the snapshot of rights ${id} was changed`)
  return JSON.parse(row.body) as Rights
}

/** `readRights` that asks once for each of `readMax` snapshots: its id tells its content, so it never changes. For one database. */
export function rightsReader(readMax = READ_MAX): (queries: Queries, id: Sha256) => Promise<Rights> {
  const read = new Map<Sha256, Rights>()
  return async (queries, id) => {
    const known = read.get(id)
    if (known) return known
    const rights = await readRights(queries, id)
    if (read.size >= readMax) read.clear()
    read.set(id, rights)
    return rights
  }
}

/** As they stand now, without keeping them; null when there is no such sender. */
export async function currentRights(queries: Queries, senderNumber: string): Promise<Rights | null> {
  return (await currentRightsOf(queries, [senderNumber])).get(senderNumber) ?? null
}

/**
 * The same of several; senders that are not there are left out. One statement, so one instant. What was never accepted signs nothing;
 * whether the other certificates hold at the instant of seal is the judge's affair.
 */
export async function currentRightsOf(
  queries: Queries,
  senderNumbers: readonly string[],
): Promise<ReadonlyMap<string, Rights>> {
  const asked = [...new Set(senderNumbers)].map((number) => ({ number }))
  const { rows } = await sql<Row>`
    select sender.sender_number, sender.state, quality.quality_code, quality.state as quality_state,
      enterprise.enterprise_number, enterprise.state as enterprise_state, (
        select coalesce(json_agg(json_build_object('type', type, 'state', state) order by type), '[]')
        from channel where channel.sender_number = sender.sender_number and state <> 'removed'
      ) as channels, (
        select coalesce(json_agg(json_build_object('service', service, 'environment', environment, 'channel', type)
          order by service, environment, type), '[]')
        from service_binding join channel using (channel_id)
        where service_binding.sender_number = sender.sender_number
          and service_binding.state = 'active' and channel.state <> 'removed'
      ) as bindings, (
        select coalesce(json_agg(json_build_object('der', encode(der, 'base64'), 'sha256', sha256, 'usages', usages,
          'state', state, 'chain', array(select encode(der, 'base64') from unnest(chain) as der)) order by sha256), '[]')
        from certificate where certificate.sender_number = sender.sender_number
          and state not in ('uploaded', 'rejected', 'removed') and 'signature' = any(usages)
      ) as certificates
    from ${fewRows(asked, 'number text')} as asked
    join sender on sender.sender_number = asked.number
    join quality using (enterprise_number, quality_code)
    join enterprise using (enterprise_number)`.execute(queries)
  return new Map(rows.map((row) => [row.sender_number, rightsOf(row)]))
}

type Row = {
  readonly sender_number: string
  readonly state: string
  readonly quality_code: string
  readonly quality_state: string
  readonly enterprise_number: string
  readonly enterprise_state: string
  readonly channels: readonly object[]
  readonly bindings: readonly object[]
  readonly certificates: readonly { readonly der: string; readonly usages: string[]; readonly chain: string[] }[]
}

/** The tables' checks allow no other words than the types have. PostgreSQL breaks base64 into lines. */
function rightsOf(row: Row): Rights {
  const rights = {
    sender: { number: row.sender_number, state: row.state },
    quality: { code: row.quality_code, state: row.quality_state },
    enterprise: { number: row.enterprise_number, state: row.enterprise_state },
    channels: row.channels,
    bindings: row.bindings,
    certificates: row.certificates.map(({ der, usages, chain, ...rest }) => ({
      ...rest,
      der: oneLine(der),
      usages: usages.toSorted(),
      ...(chain.length > 0 && { chain: chain.map(oneLine) }),
    })),
  }
  return rights as unknown as Rights
}

function oneLine(base64: string): string {
  return base64.replaceAll('\n', '')
}

/**
 * Stores it unless it is there, and tells whether it was there before: only then is it certain to stay, for this transaction may
 * still be rolled back.
 */
async function wasStored(tx: Transaction, id: Sha256, body: string): Promise<boolean> {
  const added = await tx
    .insertInto('rights_snapshot')
    .values({ sha256: id, body })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .returning('sha256')
    .executeTakeFirst()
  if (added) return false
  const { rows } = await sql<{ isOthers: boolean }>`
    select xmin <> pg_current_xact_id()::xid as "isOthers" from rights_snapshot where sha256 = ${id}`.execute(tx)
  return rows[0]?.isOthers === true
}

function remember(known: KnownSnapshots, id: Sha256): void {
  if (known.size >= KNOWN_MAX) known.clear()
  known.add(id)
}
