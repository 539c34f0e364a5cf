/** Who may log in at an endpoint, and whether a session still may (decision 11, cases S10 and R7). */
import type { Sha256 } from '../base/hashes.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'

export type SftpLogin = {
  readonly sender: SenderNumber
  readonly loginName: string
  readonly channelId: string
  /** This sender may prove its RSA key by SHA-1. */
  readonly legacySshRsa: boolean
}

/** Why a log-in was refused: for the audit alone, the client hears one and the same answer. */
export type LoginFault =
  | 'unknownUser'
  | 'unknownKey'
  | 'badSignature'
  | 'oldSignature'
  | 'badPassword'
  | 'channelSuspended'
  | 'closed'

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

/** Whether a session of this user may go on; with the key it rests on, whether that key may still log in. */
export async function loginStillHolds(queries: Queries, loginName: string, keySha256?: Sha256): Promise<boolean> {
  if (keySha256 !== undefined) return (await findSftpLogin(queries, loginName, keySha256)) !== null
  return (await admitted(queries, loginName).select('channel.channel_id').executeTakeFirst()) !== undefined
}

/** The true reason of a refused log-in whose proof was sound in itself; asked after the refusal, so that it costs the client no time. */
export async function whyRefused(queries: Queries, loginName: string): Promise<LoginFault> {
  const row = await withOwners(queries)
    .select(['channel.state', 'sender.state as senderState', 'enterprise.state as enterpriseState'])
    .where('channel.login_name', '=', loginName)
    .orderBy('channel.channel_id', 'desc')
    .executeTakeFirst()
  if (!row) return 'unknownUser'
  if ([row.senderState, row.enterpriseState].includes('closed') || row.state === 'removed') return 'closed'
  return row.state === 'suspended' ? 'channelSuspended' : 'unknownKey'
}

function admitted(queries: Queries, loginName: string) {
  return withOwners(queries)
    .where('channel.login_name', '=', loginName)
    .where('channel.state', '=', 'active')
    .where('sender.state', '<>', 'closed')
    .where('enterprise.state', '<>', 'closed')
}

function withOwners(queries: Queries) {
  return queries
    .selectFrom('channel')
    .innerJoin('sender', 'sender.sender_number', 'channel.sender_number')
    .innerJoin('enterprise', 'enterprise.enterprise_number', 'sender.enterprise_number')
}
