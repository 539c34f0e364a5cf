/** Who may log in at an endpoint, and whether a session still may (decision 11, cases S10 and R7). */
import type { ExpressionBuilder } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { INTERNET } from './networks.ts'

export type SftpLogin = {
  readonly sender: SenderNumber
  readonly loginName: string
  readonly channelId: string
  /** This sender may prove its RSA key by SHA-1. */
  readonly legacySshRsa: boolean
}

export type FtpLogin = {
  readonly sender: SenderNumber
  /** Another one when the password was renewed meanwhile. */
  readonly passwordHash: string | null
  /** The network that the channel was registered with. */
  readonly network: string
  /** Why nobody may log in with it now, whatever the proof. */
  readonly barred: 'channelSuspended' | 'closed' | null
  /** Whether the certificate that was shown is one that this sender registered for log-in and that is valid now. */
  readonly hasCertificate: boolean
}

/** Why a log-in was refused: for the audit alone, the client hears one and the same answer. */
export type LoginFault =
  | 'unknownUser'
  | 'unknownKey'
  | 'badSignature'
  | 'oldSignature'
  | 'badPassword'
  | 'badCode'
  /** The channel was registered with another network than the one the client comes from. */
  | 'otherNetwork'
  /** The network that the client comes from may not use this kind of channel. */
  | 'channelNotInNetwork'
  | 'noCertificate'
  | 'unknownCertificate'
  | 'channelSuspended'
  | 'closed'
  /** What a program of the web service sent is no assertion, or lacks what one must have. */
  | 'malformedAssertion'
  | 'wrongIssuer'
  | 'wrongAudience'
  /** Too early, too late, or for too long. */
  | 'assertionTime'
  | 'usedAssertion'
  /** An access token that is none of ours. */
  | 'badToken'

/** Null for a user that does not exist, has no such key, or may not log in. A suspended sender may; its sets get 103. */
export async function findSftpLogin(queries: Queries, loginName: string, keySha256: Sha256): Promise<SftpLogin | null> {
  const row = await admitted(queries, loginName)
    .innerJoin('ssh_key', 'ssh_key.channel_id', 'channel.channel_id')
    .select(['channel.sender_number as sender', 'channel.login_name as loginName'])
    .select(['channel.channel_id as channelId', 'channel.legacy_ssh_rsa as legacySshRsa'])
    .where('channel.type', '=', 'sftp')
    .where('ssh_key.sha256', '=', keySha256)
    .where('ssh_key.state', '=', 'active')
    .executeTakeFirst()
  return row ? { ...row, sender: row.sender as SenderNumber } : null
}

/**
 * Null for a user that does not exist, or no longer. One that may not log in now is found too, with the reason, so that the audit
 * learns whether its password was known. One statement, whose time does not tell what it found.
 */
export async function findFtpLogin(
  queries: Queries,
  loginName: string,
  certificateSha256: Sha256 | null,
): Promise<FtpLogin | null> {
  const row = await withOwners(queries)
    .select(['channel.sender_number as sender', 'channel.password_hash as passwordHash', 'channel.network'])
    .select(['channel.state', 'sender.state as senderState', 'enterprise.state as enterpriseState'])
    .select((eb) =>
      eb.exists(clientCertificates(eb).where('certificate.sha256', '=', certificateSha256)).as('hasCertificate'),
    )
    .where('channel.type', '=', 'ftp')
    .where('channel.login_name', '=', storable(loginName))
    .where('channel.state', '<>', 'removed')
    .executeTakeFirst()
  if (!row) return null
  const { passwordHash, network, hasCertificate } = row
  return {
    ...{ sender: row.sender as SenderNumber, passwordHash, network: network ?? INTERNET },
    ...{ barred: whyBarred(row), hasCertificate: hasCertificate === true },
  }
}

/** Whether a session of this user may go on; with the key it rests on, whether that key may still log in. */
export async function loginStillHolds(queries: Queries, loginName: string, keySha256?: Sha256): Promise<boolean> {
  if (keySha256 !== undefined) return (await findSftpLogin(queries, loginName, keySha256)) !== null
  return (await admitted(queries, loginName).select('channel.channel_id').executeTakeFirst()) !== undefined
}

/** The true reason of a refused log-in whose proof was sound in itself; asked after the refusal, so that it costs the client no time. */
export async function whyRefused(queries: Queries, loginName: string, type: ChannelType): Promise<LoginFault> {
  const row = await withOwners(queries)
    .select(['channel.state', 'sender.state as senderState', 'enterprise.state as enterpriseState'])
    .where('channel.login_name', '=', storable(loginName))
    .where('channel.type', '=', type)
    .orderBy('channel.channel_id', 'desc')
    .executeTakeFirst()
  return row ? (whyBarred(row) ?? 'unknownKey') : 'unknownUser'
}

type States = { readonly state: string; readonly senderState: string; readonly enterpriseState: string }

export function whyBarred({ state, senderState, enterpriseState }: States): 'channelSuspended' | 'closed' | null {
  if ([senderState, enterpriseState].includes('closed') || state === 'removed') return 'closed'
  return state === 'suspended' ? 'channelSuspended' : null
}

/**
 * Those of the channel's sender that log in now; one that only signs does not. By the database's clock, as everything that several machines
 * decide.
 */
export function clientCertificates(eb: ExpressionBuilder<Tables, 'channel'>) {
  return eb
    .selectFrom('certificate')
    .select(['certificate.certificate_id', 'certificate.sha256', 'certificate.der'])
    .whereRef('certificate.sender_number', '=', 'channel.sender_number')
    .where('certificate.state', 'in', ['valid', 'expiring'])
    .where(({ eb: where, fn, val }) => where(val('clientAuthentication'), '=', fn.any('certificate.usages')))
    .where(({ between, fn, ref }) =>
      between(fn<Date>('now'), ref('certificate.not_before'), ref('certificate.not_after')),
    )
}

function admitted(queries: Queries, loginName: string) {
  return withOwners(queries)
    .where('channel.login_name', '=', storable(loginName))
    .where('channel.state', '=', 'active')
    .where('sender.state', '<>', 'closed')
    .where('enterprise.state', '<>', 'closed')
}

/** PostgreSQL has no NUL in its texts, and no login name has a question mark. */
export function storable(loginName: string): string {
  return loginName.replaceAll('\0', '?')
}

export function withOwners(queries: Queries) {
  return queries
    .selectFrom('channel')
    .innerJoin('sender', 'sender.sender_number', 'channel.sender_number')
    .innerJoin('enterprise', 'enterprise.enterprise_number', 'sender.enterprise_number')
}
