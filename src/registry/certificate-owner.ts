/** Whose a certificate is: what it says of its owner, and which sender its key logs in (spec access.md §11, decision 18). */
import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { CertificateUsage } from './certificates.ts'
import { lockClientKey } from './locks.ts'

/** What vouches for it: the enterprise number in it, the national number of one of the enterprise's people, or nobody. */
export type CertificateOwner = 'enterprise' | 'person' | 'nobody'

export type CertificateClaim = { readonly enterpriseNumber: string | null; readonly personHash?: Buffer }

/**
 * rule 12.4. Refuses with SLU-CERTIFICATE what names another enterprise, or a person who neither manages this one nor is a technical user
 * of it.
 */
export async function ownerOf(
  queries: Queries,
  enterpriseNumber: string,
  claim: CertificateClaim,
): Promise<Result<CertificateOwner, Refusal>> {
  if (claim.enterpriseNumber !== null) {
    return claim.enterpriseNumber === enterpriseNumber ? ok('enterprise') : no(OF_ANOTHER_ENTERPRISE)
  }
  if (!claim.personHash) return ok('nobody')
  return (await isOwnPerson(queries, enterpriseNumber, claim.personHash)) ? ok('person') : no(OF_ANOTHER_PERSON)
}

/**
 * rule 12.5 (decision 18): only a key that logs in must lead to one sender; the same signer may sign for several. Holds the key until the
 * transaction ends. `senderNumber`: null while there is none. Refuses with SLU-CERTIFICATE, and does not tell whose the key is.
 */
export async function keyIsFree(
  tx: Transaction,
  {
    senderNumber,
    certificate,
    usages,
  }: {
    readonly senderNumber: SenderNumber | null
    readonly certificate: { readonly spkiSha256: Sha256 }
    readonly usages: readonly CertificateUsage[]
  },
): Promise<Result<void, Refusal>> {
  if (!usages.includes('clientAuthentication')) return ok(undefined)
  await lockClientKey(tx, certificate.spkiSha256)
  const other = await tx
    .selectFrom('certificate')
    .select('certificate_id')
    .where('spki_sha256', '=', certificate.spkiSha256)
    .$if(senderNumber !== null, (query) => query.where('sender_number', '<>', senderNumber ?? ''))
    .where('state', 'not in', ['rejected', 'removed'])
    .where(({ eb, fn, val }) => eb(val('clientAuthentication'), '=', fn.any('usages')))
    .limit(1)
    .executeTakeFirst()
  return other ? no(OF_ANOTHER_SENDER) : ok(undefined)
}

/** A manager of any rank, or the technical user of one of its senders, whose account is not closed. */
async function isOwnPerson(queries: Queries, enterpriseNumber: string, personHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ own: boolean }>`
    select exists (
      select from person join account c using (person_id)
       where person.ssin_hash = ${personHash} and c.state <> 'closed' and (
         exists (select from appointment a
                  where a.account_id = c.account_id and a.enterprise_number = ${enterpriseNumber} and a.state = 'active')
         or exists (select from technical_user t join sender s using (sender_number)
                     where t.account_id = c.account_id and t.state = 'active' and s.enterprise_number = ${enterpriseNumber})
       )) as own`.execute(queries)
  return rows[0]?.own === true
}

const OF_ANOTHER_ENTERPRISE = refusal(
  'SLU-CERTIFICATE',
  'The certificate was issued to another enterprise.',
  'Register a certificate that names your own enterprise number.',
  { key: 'certificateOfAnotherEnterprise' },
)
const OF_ANOTHER_PERSON = refusal(
  'SLU-CERTIFICATE',
  'The certificate belongs to a person who is neither a manager nor the technical user of the enterprise.',
  'Use a certificate of the enterprise, or of one of its managers.',
  { key: 'certificateOfAnotherPerson' },
)
const OF_ANOTHER_SENDER = refusal(
  'SLU-CERTIFICATE',
  'The key of this certificate already logs in another sender.',
  'Use a key pair of its own for each sender.',
  { key: 'certificateKeyTaken' },
)
