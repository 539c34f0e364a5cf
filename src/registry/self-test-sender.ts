/** The gateway's own sender: which it is, and its keys, sealed. Made once for all processes. */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import type { SecretBox } from './secret-box.ts'

/** What its programs log in and sign with. */
export type OwnSecrets = {
  readonly sftpUser: string
  readonly sshKey: string
  readonly ftpUser: string
  readonly ftpPassword: string
  readonly clientId: string
  readonly signingKey: string
  readonly signingCertificate: string
}

export type OwnSender = OwnSecrets & { readonly senderNumber: string; readonly madeAt: Date }

/** The first of the two numbers of our advisory lock on it. */
const OWN_SENDER = 0x51d3

/** Until the transaction ends nobody else makes it. */
export async function lockOwnSender(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${OWN_SENDER}, 0)`.execute(tx)
}

/** Null while there is none. Throws `Corrupt` when its keys do not open. */
export async function readOwnSender(queries: Queries, box: SecretBox): Promise<OwnSender | null> {
  const row = await queries.selectFrom('self_test_sender').selectAll().executeTakeFirst()
  if (!row) return null
  const { sender_number: senderNumber, made_at: madeAt, secrets } = row
  return { ...(JSON.parse(box.open(secrets, 'selfTest', senderNumber)) as OwnSecrets), senderNumber, madeAt }
}

/** In place of what was there. */
export async function keepOwnSender(
  tx: Transaction,
  box: SecretBox,
  {
    senderNumber,
    authority,
    secrets,
  }: { readonly senderNumber: string; readonly authority: string; readonly secrets: OwnSecrets },
): Promise<void> {
  const sealed = box.seal(JSON.stringify(secrets), 'selfTest', senderNumber)
  await tx.deleteFrom('self_test_sender').execute()
  await tx.insertInto('self_test_sender').values({ sender_number: senderNumber, authority, secrets: sealed }).execute()
}

/** The certificate that vouches for its own; null while there is none. */
export async function ownAuthorityPem(queries: Queries): Promise<string | null> {
  const row = await queries.selectFrom('self_test_sender').select('authority').executeTakeFirst()
  return row?.authority ?? null
}
