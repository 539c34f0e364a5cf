/** Channels: the ways by which a sender's files come in, and the names under which its programs log in (spec access.md §3). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { lockOpenSender } from './senders.ts'
import type { ChannelState } from './transitions.ts'

/** A sender has at most one channel of each type. */
export type ChannelKey = { readonly senderNumber: SenderNumber; readonly type: ChannelType }

export type StoredChannel = {
  readonly channelId: string
  readonly type: ChannelType
  readonly state: ChannelState
  /** User name, or client id of the web service. */
  readonly loginName: string
  /** Of an FTP channel. */
  readonly network: string | null
  readonly legacySshRsa: boolean
  /** Null: as its network has it. */
  readonly statusFolder: boolean | null
}

export type ChannelColumns = {
  readonly state?: ChannelState
  readonly network?: string | null
  readonly legacy_ssh_rsa?: boolean
  readonly status_folder?: boolean | null
}

/** Those that are not removed, by type. */
export async function channelsOf(queries: Queries, senderNumber: SenderNumber): Promise<StoredChannel[]> {
  const rows = await queries
    .selectFrom('channel')
    .select(['channel_id as channelId', 'type', 'state', 'login_name as loginName', 'network'])
    .select(['legacy_ssh_rsa as legacySshRsa', 'status_folder as statusFolder'])
    .where('sender_number', '=', senderNumber)
    .where('state', '<>', 'removed')
    .orderBy('type')
    .execute()
  return rows as StoredChannel[]
}

/** The channel of that type, with its sender kept from changing. Refuses: SLU-UNKNOWN, SLU-STATE when the sender is closed. */
export async function lockChannel(tx: Transaction, key: ChannelKey): Promise<Result<StoredChannel, Refusal>> {
  const sender = await lockOpenSender(tx, key.senderNumber)
  if (!sender.ok) return sender
  const channel = (await channelsOf(tx, key.senderNumber)).find(({ type }) => type === key.type)
  return channel ? ok(channel) : no(noChannel(key))
}

/** Writes the columns and records them; the caller holds the channel by `lockChannel`. */
export async function changeChannel(
  tx: Transaction,
  key: ChannelKey,
  {
    action,
    before,
    after,
  }: { readonly action: string; readonly before: ChannelColumns; readonly after: ChannelColumns },
  act: Act,
): Promise<void> {
  const { senderNumber, type } = key
  await tx
    .updateTable('channel')
    .set(({ eb }) => ({ ...after, version: eb('version', '+', 1) }))
    .where('sender_number', '=', senderNumber)
    .where('type', '=', type)
    .where('state', '<>', 'removed')
    .execute()
  const subject = `sender:${senderNumber}` as const
  await recordChange(tx, act, { action, subject, before: { type, ...before }, after: { type, ...after } })
}

function noChannel({ senderNumber, type }: ChannelKey): Refusal {
  return refusal('SLU-UNKNOWN', `The sender ${senderNumber} has no ${type} channel.`, 'Open the channel first.', {
    key: 'noSuchChannel',
    values: { channel: type },
  })
}
