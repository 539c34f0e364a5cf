/** A new way in for a sender (spec access.md §6.4, §6.8). */

import { randomInt } from 'node:crypto'
import { uuidV7 } from '../base/ids.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { hashChannelPassword, makeChannelPassword } from './channel-password.ts'
import { type ChannelKey, changeChannel, channelsOf, lockChannel } from './channels.ts'
import { checkNetwork, INTERNET, type OfferedNetwork } from './networks.ts'
import { lockOpenSender, moveSender } from './senders.ts'

export type ChannelInput = ChannelKey & {
  /** Of an FTP channel; `internet` when nothing is said. */
  readonly network?: string
  readonly networks: readonly OfferedNetwork[]
  /** How a new client id of the web service is made; `expeditor` when nothing is said. */
  readonly clientIds?: ClientIds
}

/** `self_service_expeditor_<sender>`, or `self_service_chaman_<sender>_` and ten characters that are drawn. */
export type ClientIds = 'expeditor' | 'chaman'

export type OpenedChannel = {
  readonly channelId: string
  readonly type: ChannelType
  readonly loginName: string
  /** Of a new FTP channel: told now and never again. */
  readonly password: string | null
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const DRAWN = 10

/**
 * Opens the channel, active at once, or leaves the open one as it is but for its network. The first makes the sender active.
 * Refuses: SLU-UNKNOWN, SLU-STATE (sender closed, channel suspended, network not for it).
 */
export async function openChannel(
  tx: Transaction,
  input: ChannelInput,
  act: Act,
): Promise<Result<OpenedChannel, Refusal>> {
  const { senderNumber, type, networks } = input
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  const present = (await channelsOf(tx, senderNumber)).find((channel) => channel.type === type)
  if (present?.state === 'suspended') return no(SUSPENDED)
  const network = input.network ?? present?.network ?? (type === 'ftp' ? INTERNET : null)
  const choice = { name: network, channel: type, quality: sender.value.qualityCode }
  const allowed = checkNetwork(choice, networks)
  if (!allowed.ok) return allowed
  if (!present) return addChannel(tx, { ...input, loginName: await loginNameOf(tx, input) }, network, act)
  if (present.network !== network) {
    const change = { action: 'channel.moved', before: { network: present.network }, after: { network } }
    await changeChannel(tx, input, change, act)
  }
  return ok({ channelId: present.channelId, type, loginName: present.loginName, password: null })
}

/** Replaces the password of an FTP channel; the old one is void at COMMIT. Refuses: SLU-UNKNOWN, SLU-STATE. */
export async function renewChannelPassword(
  tx: Transaction,
  senderNumber: SenderNumber,
  act: Act,
): Promise<Result<string, Refusal>> {
  const channel = await lockChannel(tx, { senderNumber, type: 'ftp' })
  if (!channel.ok) return channel
  const password = makeChannelPassword()
  await tx
    .updateTable('channel')
    .set({ password_hash: await hashChannelPassword(password) })
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('channel_id', '=', channel.value.channelId)
    .execute()
  const subject = `sender:${senderNumber}` as const
  await recordChange(tx, act, { action: 'channel.passwordRenewed', subject, after: { type: 'ftp' } })
  return ok(password)
}

/** The name that the channel had before it was removed, so that no program need be told another one; else a new one. */
async function loginNameOf(
  tx: Transaction,
  { senderNumber, type, clientIds = 'expeditor' }: ChannelInput,
): Promise<string> {
  const former = await tx
    .selectFrom('channel')
    .select('login_name')
    .where('sender_number', '=', senderNumber)
    .where('type', '=', type)
    .orderBy('channel_id', 'desc')
    .executeTakeFirst()
  if (former) return former.login_name
  if (type !== 'web') return `${type === 'sftp' ? 's' : 'f'}${senderNumber}`
  const drawn = Array.from({ length: DRAWN }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return clientIds === 'chaman'
    ? `self_service_chaman_${senderNumber}_${drawn}`
    : `self_service_expeditor_${senderNumber}`
}

async function addChannel(
  tx: Transaction,
  { senderNumber, type, loginName }: ChannelKey & { readonly loginName: string },
  network: string | null,
  act: Act,
): Promise<Result<OpenedChannel, Refusal>> {
  const channelId = uuidV7()
  const password = type === 'ftp' ? makeChannelPassword() : null
  await tx
    .insertInto('channel')
    .values({
      channel_id: channelId,
      sender_number: senderNumber,
      type,
      state: 'active',
      login_name: loginName,
      password_hash: password && (await hashChannelPassword(password)),
      network,
    })
    .execute()
  await recordChange(tx, act, {
    action: 'channel.opened',
    subject: `sender:${senderNumber}`,
    after: { type, loginName, network, state: 'active' },
  })
  const moved = await moveSender(tx, senderNumber, 'openChannel', act)
  return moved.ok ? ok({ channelId, type, loginName, password }) : moved
}

const SUSPENDED = refusal('SLU-STATE', 'The channel is suspended.', 'Resume it with a reason first.', {
  key: 'channelSuspended',
})
