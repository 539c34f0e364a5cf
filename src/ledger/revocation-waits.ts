/** rule 28.3: sets that wait for revocation data. They are claims like any other: tried again by themselves, and at once when data come. */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import { notify } from './events.ts'

export type RevocationWaits = {
  readonly sets: number
  /** Since the first of them waits; 0 without one. */
  readonly oldestSeconds: number
}

const CERTIFICATES_MAX = 1000

/** SHA-256 of the certificates that sets wait for, at most a thousand, the longest awaited first. */
export async function awaitedCertificates(queries: Queries): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('claim')
    .select('waits_for as sha256')
    .where('waits_for', 'is not', null)
    .groupBy('waits_for')
    .orderBy(({ fn }) => fn.min('waits_since'))
    .limit(CERTIFICATES_MAX)
    .execute()
  return rows.flatMap(({ sha256 }) => sha256 ?? [])
}

/** Those that wait for this certificate are due now; resolves with their number. The lanes hear of it at COMMIT. */
export async function wakeWaiting(tx: Transaction, sha256: string): Promise<number> {
  const woken = await tx
    .updateTable('claim')
    .set({ due_at: sql<Date>`now()` })
    .where('waits_for', '=', sha256)
    .returning('submission_id')
    .execute()
  if (woken.length > 0) await notify(tx, 'sluice_work', '')
  return woken.length
}

/** All that wait are due now, for another rule is in force. The lanes hear of it at COMMIT. */
export async function wakeAllWaiting(tx: Transaction): Promise<void> {
  await tx.updateTable('claim').set({ due_at: sql<Date>`now()` }).where('waits_for', 'is not', null).execute()
  await notify(tx, 'sluice_work', '')
}

type Awaited = { readonly sha256: string; readonly authorities: readonly Uint8Array[] }

/**
 * Whether this certificate was answered for since `knownAt`, the answer that a worker found. Whoever is just keeping an answer is waited for,
 * and whoever comes next waits for this transaction: so he finds the claim that waits, and wakes it. The authorities are left for whoever asks.
 */
export async function answeredSince(
  tx: Transaction,
  { sha256, authorities }: Awaited,
  knownAt: Date | null,
): Promise<boolean> {
  const { rows } = await sql<{ checkedAt: Date | null }>`
    insert into certificate_standing (sha256, authorities) values (${sha256}, ${authorities.map((der) => Buffer.from(der))}::bytea[])
    on conflict (sha256) do update set authorities = excluded.authorities
    returning checked_at as "checkedAt"`.execute(tx)
  return rows[0]?.checkedAt?.getTime() !== knownAt?.getTime()
}

export type WaitingSet = { readonly setKey: string; readonly since: Date }

/** One sender's own, the longest waiting first. */
export async function waitingSetsOf(queries: Queries, sender: string, limit: number): Promise<readonly WaitingSet[]> {
  const rows = await queries
    .selectFrom('claim')
    .innerJoin('submission', 'submission.submission_id', 'claim.submission_id')
    .select(['raw_key', 'waits_since'])
    .where('waits_for', 'is not', null)
    .where('sender_number', '=', sender)
    .orderBy('waits_since')
    .limit(limit)
    .execute()
  return rows.flatMap(({ raw_key, waits_since: since }) =>
    since ? [{ setKey: raw_key.slice(raw_key.indexOf('/') + 1), since }] : [],
  )
}

export async function revocationWaits(queries: Queries): Promise<RevocationWaits> {
  const { rows } = await sql<RevocationWaits>`
    select count(*)::int as sets,
           coalesce(extract(epoch from now() - min(waits_since)), 0)::float8 as "oldestSeconds"
      from claim where waits_for is not null`.execute(queries)
  return rows[0] ?? { sets: 0, oldestSeconds: 0 }
}
