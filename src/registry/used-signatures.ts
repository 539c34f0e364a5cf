/** Signatures of requests that were seen, so that none counts twice (spec access.md §14, §16.7): rows, shared by all processes. */
import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { Queries } from '../database/database.ts'

export type SignedRequest = {
  /** Of the DER of the certificate that goes with it. */
  readonly certificateSha256: Sha256
  /** Of the one form that a signature's value has, however it was written. */
  readonly signatureSha256: Sha256
  /** When the request itself becomes too old. */
  readonly expiresAt: Date
}

/** How far the clocks of processes and database may be apart before a signature is forgotten too early. */
const MARGIN_SECONDS = 3600

/**
 * rule 18.7: `first` for exactly one of all that ask, at whatever process. A certificate that nobody registered leaves no row, so
 * that strangers cannot fill the table.
 */
export async function useSignature(
  queries: Queries,
  { certificateSha256, signatureSha256, expiresAt }: SignedRequest,
): Promise<'first' | 'usedBefore' | 'unknownCertificate'> {
  const { rows } = await sql<{ known: boolean; isFirst: boolean }>`
    with key as (
      select spki_sha256 from certificate
       where sha256 = ${certificateSha256} and state not in ('rejected', 'removed') limit 1
    ), used as (
      insert into used_signature (spki_sha256, signature_sha256, expires_at)
      select spki_sha256, ${signatureSha256}, ${expiresAt} from key
      on conflict do nothing
      returning 1
    )
    select exists (select from key) as known, exists (select from used) as "isFirst"`.execute(queries)
  const [row] = rows
  if (!row?.known) return 'unknownCertificate'
  return row.isFirst ? 'first' : 'usedBefore'
}

/** Deletes rows that no request can meet any more; to be called now and then. */
export async function forgetUsedSignatures(queries: Queries): Promise<void> {
  await sql`delete from used_signature where expires_at < now() - make_interval(secs => ${MARGIN_SECONDS})`.execute(
    queries,
  )
}
