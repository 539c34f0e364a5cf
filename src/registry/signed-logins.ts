/** Who may use the web service by a signed request, without a token (spec access.md §14, profile A). */
import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'

export type SignedLogin = {
  readonly sender: SenderNumber
  readonly enterpriseNumber: string
  readonly qualityCode: string
  /** The client id of the web service's channel. */
  readonly clientId: string
  /** Why it may not be used now, though the key was proved. */
  readonly barred: 'unknownCertificate' | 'channelSuspended' | 'closed' | null
}

type Row = Omit<SignedLogin, 'barred'> & {
  readonly channelState: string
  readonly senderState: string
  readonly enterpriseState: string
  readonly mayLogIn: boolean
}

/**
 * rule 18.8: whose certificate it is, with the client id of its web channel. Null when nobody with such a channel registered it. A
 * suspended sender gets in; its sets get 103 (decision 11). Validity by the database's clock, as everything that several machines decide.
 */
export async function findSignedLogin(queries: Queries, certificateSha256: Sha256): Promise<SignedLogin | null> {
  const { rows } = await sql<Row>`
    select s.sender_number as sender, s.enterprise_number as "enterpriseNumber", s.quality_code as "qualityCode",
           h.login_name as "clientId", h.state as "channelState", s.state as "senderState", e.state as "enterpriseState",
           c.state in ('valid', 'expiring') and now() between c.not_before and c.not_after as "mayLogIn"
      from certificate c
      join sender s using (sender_number)
      join enterprise e using (enterprise_number)
      join channel h on h.sender_number = s.sender_number and h.type = 'web' and h.state <> 'removed'
     where c.sha256 = ${certificateSha256}
       and c.state not in ('rejected', 'removed')
       and 'clientAuthentication' = any (c.usages)
     limit 1`.execute(queries)
  const [row] = rows
  if (!row) return null
  const { sender, enterpriseNumber, qualityCode, clientId } = row
  return { sender, enterpriseNumber, qualityCode, clientId, barred: whyBarred(row) }
}

function whyBarred({ mayLogIn, channelState, senderState, enterpriseState }: Row): SignedLogin['barred'] {
  if ([senderState, enterpriseState].includes('closed')) return 'closed'
  if (channelState !== 'active') return 'channelSuspended'
  return mayLogIn ? null : 'unknownCertificate'
}
