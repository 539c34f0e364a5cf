/** Programs at the web service: who may get an access token, and whether a token still holds (decision 11, cases R7 and R8). */
import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'
import { clientCertificates, storable, whyBarred, withOwners } from './logins.ts'

export type WebClient = {
  readonly sender: SenderNumber
  readonly enterpriseNumber: string
  readonly qualityCode: string
  /** Why nobody may log in with it now, whatever the proof. */
  readonly barred: 'channelSuspended' | 'closed' | null
  /** Those of its sender that log in now. */
  readonly certificates: readonly ClientCertificate[]
}

export type ClientCertificate = { readonly sha256: Sha256; readonly der: Buffer }

export type WebBearer = Omit<WebClient, 'certificates'> & {
  /** Whether all of the certificates that the token rests on still log in. */
  readonly hasCertificates: boolean
}

/** Null for a client that does not exist, or no longer. One statement. */
export async function findWebClient(queries: Queries, clientId: string): Promise<WebClient | null> {
  const rows = await webChannel(queries, clientId)
    .leftJoinLateral(
      (eb) => clientCertificates(eb).as('known'),
      (join) => join.onTrue(),
    )
    .select(['known.sha256', 'known.der'])
    .orderBy('known.certificate_id')
    .execute()
  const [row] = rows
  if (!row) return null
  const certificates = rows.flatMap(({ sha256, der }) =>
    sha256 === null || der === null ? [] : [{ sha256: sha256 as Sha256, der }],
  )
  return { ...clientOf(row), certificates }
}

/** What holds now of the client behind a token; null as above. `certificates`: by their hashes. One statement. */
export async function findWebBearer(
  queries: Queries,
  clientId: string,
  certificates: readonly Sha256[],
): Promise<WebBearer | null> {
  const wanted = [...new Set(certificates)]
  const row = await webChannel(queries, clientId)
    .select((eb) =>
      clientCertificates(eb)
        .clearSelect()
        .select(sql<number>`count(distinct certificate.sha256)`.as('found'))
        .where('certificate.sha256', '=', sql<string>`any(${wanted}::text[])`)
        .as('found'),
    )
    .executeTakeFirst()
  return row ? { ...clientOf(row), hasCertificates: Number(row.found) === wanted.length } : null
}

function webChannel(queries: Queries, clientId: string) {
  return withOwners(queries)
    .select(['channel.sender_number as sender', 'channel.state'])
    .select(['sender.state as senderState', 'sender.quality_code as qualityCode'])
    .select(['enterprise.state as enterpriseState', 'enterprise.enterprise_number as enterpriseNumber'])
    .where('channel.type', '=', 'web')
    .where('channel.login_name', '=', storable(clientId))
    .where('channel.state', '<>', 'removed')
}

type ClientRow = Parameters<typeof whyBarred>[0] & {
  readonly sender: string
  readonly qualityCode: string
  readonly enterpriseNumber: string
}

function clientOf(row: ClientRow): Omit<WebClient, 'certificates'> {
  const { sender, qualityCode, enterpriseNumber } = row
  return { sender: sender as SenderNumber, enterpriseNumber, qualityCode, barred: whyBarred(row) }
}
