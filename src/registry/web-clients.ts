/** Programs at the web service: who may get an access token, and whether a token still holds (decision 11, cases R7 and R8). */
import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
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
  /** Hashes of those of its sender that log in now. */
  readonly certificates: ReadonlySet<Sha256>
}

/** Null for a client that does not exist, or no longer. One statement. */
export async function findWebClient(queries: Queries, clientId: string): Promise<WebClient | null> {
  const rows = await webChannels(queries)
    .where('channel.login_name', '=', storable(clientId))
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

/** What holds now of the clients behind tokens, by their ids; those that do not exist, or no longer, are left out. One statement. */
export async function findWebBearers(
  queries: Queries,
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, WebBearer>> {
  const asked = [...new Set(clientIds)].map((clientId) => ({ client_id: clientId }))
  const rows = await webChannels(queries)
    .innerJoin(
      fewRows<{ client_id: string }>(asked, 'client_id text').as('asked'),
      'asked.client_id',
      'channel.login_name',
    )
    .select('channel.login_name as clientId')
    .select((eb) =>
      sql<Sha256[]>`array(${clientCertificates(eb).clearSelect().select('certificate.sha256')})`.as('shas'),
    )
    .execute()
  return new Map(rows.map((row) => [row.clientId, { ...clientOf(row), certificates: new Set(row.shas) }]))
}

function webChannels(queries: Queries) {
  return withOwners(queries)
    .select(['channel.sender_number as sender', 'channel.state'])
    .select(['sender.state as senderState', 'sender.quality_code as qualityCode'])
    .select(['enterprise.state as enterpriseState', 'enterprise.enterprise_number as enterpriseNumber'])
    .where('channel.type', '=', 'web')
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
