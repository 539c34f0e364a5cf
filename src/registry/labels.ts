/** What the people of a sender call a certificate or a key, so that they know it again in two years. */
import type { Sha256 } from '../base/hashes.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { lockChannel } from './channels.ts'
import { lockOpenSender } from './senders.ts'

const LABEL_MAX = 100

type Named = { readonly senderNumber: SenderNumber; readonly sha256: Sha256; readonly label: string }

/** Trimmed, in one form for all ways to write a letter (NFC); may be empty. Refuses with SLU-NAME. */
export function parseLabel(text: string): Result<string, Refusal> {
  const label = text.normalize('NFC').trim()
  return [...label].length <= LABEL_MAX && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(label) ? ok(label) : no(NO_LABEL)
}

/** Refuses: SLU-NAME, SLU-UNKNOWN, SLU-STATE when the sender is closed. */
export async function relabelCertificate(
  tx: Transaction,
  { senderNumber, sha256, label: text }: Named,
  act: Act,
): Promise<Result<void, Refusal>> {
  const label = parseLabel(text)
  if (!label.ok) return label
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  const changed = await tx
    .updateTable('certificate')
    .set(({ eb }) => ({ label: label.value, version: eb('version', '+', 1) }))
    .where('sender_number', '=', senderNumber)
    .where('sha256', '=', sha256)
    .where('state', 'not in', ['rejected', 'removed'])
    .returning('sha256')
    .executeTakeFirst()
  if (!changed) return no(NOTHING_TO_NAME)
  await recordChange(tx, act, { action: 'certificate.relabelled', subject: `sender:${senderNumber}`, after: changed })
  return ok(undefined)
}

/** Refuses: SLU-NAME, SLU-UNKNOWN, SLU-STATE when the sender is closed. */
export async function relabelSshKey(
  tx: Transaction,
  { senderNumber, sha256, label: text }: Named,
  act: Act,
): Promise<Result<void, Refusal>> {
  const label = parseLabel(text)
  if (!label.ok) return label
  const channel = await lockChannel(tx, { senderNumber, type: 'sftp' })
  if (!channel.ok) return channel
  const changed = await tx
    .updateTable('ssh_key')
    .set({ label: label.value })
    .where('channel_id', '=', channel.value.channelId)
    .where('sha256', '=', sha256)
    .where('state', '=', 'active')
    .returning('sha256')
    .executeTakeFirst()
  if (!changed) return no(NOTHING_TO_NAME)
  await recordChange(tx, act, { action: 'sshKey.relabelled', subject: `sender:${senderNumber}`, after: changed })
  return ok(undefined)
}

const NO_LABEL = refusal(
  'SLU-NAME',
  'This name cannot be taken.',
  `Give at most ${LABEL_MAX} characters on one line.`,
  { key: 'labelMalformed', values: { max: LABEL_MAX } },
)
const NOTHING_TO_NAME = refusal(
  'SLU-UNKNOWN',
  'The sender has nothing of that kind.',
  'Look at the certificates and keys that it has.',
  { key: 'nothingToName' },
)
