/** What becomes of an open channel (spec access.md §6.4). */
import type { Refusal } from '../base/refusal.ts'
import { ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act, ReasonedAct } from './audit.ts'
import { type ChannelKey, changeChannel, lockChannel } from './channels.ts'
import { CHANNEL, type ChannelEvent, nextState } from './transitions.ts'

/** Log-in is refused at once and sessions end within 5 s (decision 11). Refuses: SLU-UNKNOWN, SLU-STATE. */
export function suspendChannel(tx: Transaction, key: ChannelKey, act: ReasonedAct): Promise<Result<void, Refusal>> {
  return moveChannel(tx, key, 'suspend', act)
}

export function resumeChannel(tx: Transaction, key: ChannelKey, act: ReasonedAct): Promise<Result<void, Refusal>> {
  return moveChannel(tx, key, 'resume', act)
}

/** For good: its SSH keys and its share of the services go with it. Opened anew it has the same login name. */
export async function removeChannel(tx: Transaction, key: ChannelKey, act: Act): Promise<Result<void, Refusal>> {
  const channel = await lockChannel(tx, key)
  if (!channel.ok) return channel
  const { channelId } = channel.value
  await tx.updateTable('ssh_key').set({ state: 'removed' }).where('channel_id', '=', channelId).execute()
  await tx.updateTable('service_binding').set({ state: 'inactive' }).where('channel_id', '=', channelId).execute()
  return moveChannel(tx, key, 'remove', act)
}

/** Lets a sender whose client is wired to it prove its RSA key by SHA-1 (`ssh-rsa`), or stops that. Refuses: SLU-UNKNOWN, SLU-STATE. */
export async function allowLegacySshRsa(
  tx: Transaction,
  { senderNumber, allowed }: { readonly senderNumber: SenderNumber; readonly allowed: boolean },
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  const channel = await lockChannel(tx, { senderNumber, type: 'sftp' })
  if (!channel.ok) return channel
  const before = { legacy_ssh_rsa: channel.value.legacySshRsa }
  const change = { action: 'channel.legacySshRsa', before, after: { legacy_ssh_rsa: allowed } }
  await changeChannel(tx, { senderNumber, type: 'sftp' }, change, act)
  return ok(undefined)
}

async function moveChannel(
  tx: Transaction,
  key: ChannelKey,
  event: ChannelEvent,
  act: Act,
): Promise<Result<void, Refusal>> {
  const channel = await lockChannel(tx, key)
  if (!channel.ok) return channel
  const { state } = channel.value
  const next = nextState(CHANNEL, state, event)
  if (!next.ok) return next
  await changeChannel(tx, key, { action: `channel.${event}`, before: { state }, after: { state: next.value } }, act)
  return ok(undefined)
}
