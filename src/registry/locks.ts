/** Locks for what no row stands for yet: pairs of numbers, beside those of `database/locks.ts`. */
import { sql } from 'kysely'
import type { Transaction } from '../database/database.ts'

/** The second number is the hash of a key. */
const CLIENT_KEYS = 0x51cf
const READS = 0x51d4
const AUDIT_CHAIN = [0x51d0, 1] as const
const IMPORT = [0x51d0, 2] as const
const TOKEN_KEYS = [0x51d0, 3] as const
const AUDIT_COPY = [0x51d0, 4] as const

/** One registration of a client's key at a time, until the transaction ends. */
export async function lockClientKey(tx: Transaction, spkiSha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLIENT_KEYS}, hashtext(${spkiSha256}))`.execute(tx)
}

/** One reading of contents by one operator at a time is counted, until the transaction ends. */
export async function lockReadsOf(tx: Transaction, actor: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${READS}, hashtext(${actor}))`.execute(tx)
}

/** False when another process is chaining at this moment. */
export async function lockAuditChain(tx: Transaction): Promise<boolean> {
  const [space, key] = AUDIT_CHAIN
  const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${space}, ${key}) as held`.execute(tx)
  return rows[0]?.held === true
}

/** False when another process is copying the audit at this moment. */
export async function lockAuditCopy(tx: Transaction): Promise<boolean> {
  const [space, key] = AUDIT_COPY
  const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${space}, ${key}) as held`.execute(tx)
  return rows[0]?.held === true
}

/** One import of the registry at a time, until the transaction ends. */
export async function lockImport(tx: Transaction): Promise<void> {
  const [space, key] = IMPORT
  await sql`select pg_advisory_xact_lock(${space}, ${key})`.execute(tx)
}

/** One process makes the next key of access tokens, the others wait for it until its transaction ends. */
export async function lockTokenKeys(tx: Transaction): Promise<void> {
  const [space, key] = TOKEN_KEYS
  await sql`select pg_advisory_xact_lock(${space}, ${key})`.execute(tx)
}
