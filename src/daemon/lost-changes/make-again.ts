/** How each change that takes a right away is made again: by the function that made it. */

import type { Sha256 } from '../../base/hashes.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import type { EnterpriseNumber, SenderNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import { deleteOperator, lockOperator } from '../../identity/operators/change-operator.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import type { CopiedEntry } from '../../registry/audit-copy.ts'
import { moveCertificate } from '../../registry/certificates.ts'
import { closeSender } from '../../registry/close-sender.ts'
import { suspendEnterprise } from '../../registry/enterprises.ts'
import { removeChannel, suspendChannel } from '../../registry/move-channel.ts'
import { closeEnterprise } from '../../registry/people/close-enterprise.ts'
import { closeAccountAgain, endAppointmentAgain } from '../../registry/people/end-again.ts'
import { deleteUser, lockUser } from '../../registry/people/move-user.ts'
import { lockSender, suspendSender } from '../../registry/senders.ts'
import { banAddresses } from '../../registry/sessions/bans.ts'
import { removeSshKey } from '../../registry/ssh-keys.ts'
import { wordOf } from './taking-away.ts'

type Lost = Pick<CopiedEntry, 'action' | 'subject' | 'detail' | 'reason'>
type Make = (tx: Transaction, lost: Lost, act: ReasonedAct) => Promise<Result<unknown, Refusal>>

// biome-ignore format: a table
const MAKE: Readonly<Record<string, Make>> = {
  'certificate.revoke': (tx, lost, act) => moveCertificate(tx, certificateOf(lost), 'revoke', act),
  'certificate.remove': (tx, lost, act) => moveCertificate(tx, certificateOf(lost), 'remove', act),
  'certificate.reject': (tx, lost, act) => moveCertificate(tx, certificateOf(lost), 'reject', act),
  'sshKey.removed':     (tx, lost, act) => removeSshKey(tx, certificateOf(lost), act),
  'channel.suspend':    (tx, lost, act) => suspendChannel(tx, channelOf(lost), act),
  'channel.remove':     (tx, lost, act) => removeChannel(tx, channelOf(lost), act),
  'sender.suspend':     (tx, lost, act) => suspendSender(tx, senderOf(lost), act),
  'sender.close':       (tx, lost, act) => closeSender(tx, senderOf(lost), act),
  'enterprise.suspend': (tx, lost, act) => suspendEnterprise(tx, enterpriseOf(lost), act),
  'enterprise.close':   (tx, lost, act) => closeEnterprise(tx, enterpriseOf(lost), act),
  'user.lock':          (tx, lost, act) => lockUser(tx, { ...userOf(lost), reason: lost.reason }, act),
  'user.delete':        (tx, lost, act) => deleteUser(tx, userOf(lost), act),
  'appointment.end':    (tx, lost, act) => endAppointmentAgain(tx, wordOf(lost.detail, 'appointmentId'), act),
  'account.close':      (tx, lost, act) => closeAccountAgain(tx, nameIn(lost), act),
  'operator.locked':    (tx, lost, act) => lockOperator(tx, nameIn(lost), act),
  'operator.deleted':   (tx, lost, act) => deleteOperator(tx, nameIn(lost), act),
  'origin.banned':      banAgain,
}

/** In the caller's transaction. Refuses what the registry of the backup does not know, and what was so already. */
export async function makeAgain(tx: Transaction, lost: Lost, act: ReasonedAct): Promise<Result<void, Refusal>> {
  const make = MAKE[lost.action]
  if (!make) return no(UNKNOWN)
  const made = await make(tx, lost, act)
  return made.ok || (await nothingIsLeft(tx, lost)) ? ok(undefined) : made
}

/** With a sender everything below it ended. */
async function nothingIsLeft(tx: Transaction, lost: Lost): Promise<boolean> {
  if (!lost.subject.startsWith('sender:')) return false
  const sender = await lockSender(tx, senderOf(lost))
  return sender.ok && sender.value.state === 'closed'
}

/** Networks were confirmed when the ban was made first. */
async function banAgain(tx: Transaction, lost: Lost, act: ReasonedAct): Promise<Result<unknown, Refusal>> {
  const endsAt = new Date(wordOf(lost.detail, 'endsAt'))
  const wish = { range: nameIn(lost), endsAt, confirmedNetworks: wordOf(lost.detail, 'networks') }
  return await banAddresses(tx, wish, { now: new Date(), networks: [] }, act)
}

/** `sender:123456` is about `123456`. */
function nameIn({ subject }: Lost): string {
  return subject.slice(subject.indexOf(':') + 1)
}

// What the audit says was checked when it was written.
function senderOf(lost: Lost): SenderNumber {
  return nameIn(lost) as SenderNumber
}

function enterpriseOf(lost: Lost): EnterpriseNumber {
  return nameIn(lost) as EnterpriseNumber
}

function certificateOf(lost: Lost) {
  return { senderNumber: senderOf(lost), sha256: wordOf(lost.detail, 'sha256') as Sha256 }
}

function channelOf(lost: Lost) {
  return { senderNumber: senderOf(lost), type: wordOf(lost.detail, 'type') as ChannelType }
}

function userOf(lost: Lost) {
  const [qualityCode, qualityUserId] = [wordOf(lost.detail, 'qualityCode'), wordOf(lost.detail, 'qualityUserId')]
  return { enterpriseNumber: enterpriseOf(lost), qualityCode, qualityUserId }
}

const UNKNOWN = refusal('SLU-INPUT', 'Nothing is made again by this.', 'Make it by hand.')
