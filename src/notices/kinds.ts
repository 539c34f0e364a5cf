/** Which change is told to whom: the audit is the event log, and this table says what becomes of its entries (spec access.md §9). */
import type { Template } from './texts.ts'

export type NoticeKind =
  | 'enterpriseActivated'
  | 'notificationEmailChanged'
  | 'passwordLoginDisabled'
  | 'passwordLoginEnabled'
  | 'managerAppointed'
  | 'managerEnded'
  | 'userCreated'
  | 'userLocked'
  | 'userUnlocked'
  | 'userDeleted'
  | 'passwordResetByManager'
  | 'senderAllocated'
  | 'channelActivated'
  | 'channelSuspended'
  | 'channelResumed'
  | 'channelRemoved'
  | 'certificateRegistered'
  | 'certificateApproved'
  | 'certificateRejected'
  | 'certificateExpiring'
  | 'certificateExpired'
  | 'certificateRevoked'
  | 'certificateRemoved'
  | 'sshKeyRegistered'
  | 'sshKeyRemoved'
  | 'transferNegativeAcknowledgement'
  | 'answersUnread'
  | 'answersExpired'

/** A message to the one person whom it concerns: the owner of the account, or the technical user of the sender. */
export type Told = { readonly template: Template; readonly whom: 'account' | 'technicalUser' }

export type Announcement = {
  /** What the enterprise finds in its mailbox; absent: nothing. */
  readonly notice?: NoticeKind
  /** What of the entry the notice repeats, beside sender and account: words of ours and public numbers, nothing of a person. */
  readonly keeps?: readonly string[]
  readonly message?: Told | undefined
}

const TO_ACCOUNT = (template: Template): Told => ({ template, whom: 'account' })
const RIGHTS = TO_ACCOUNT('rights.changed')

// biome-ignore format: a table
const ANNOUNCEMENTS: Readonly<Record<string, Announcement>> = {
  'enterprise.activate':          { notice: 'enterpriseActivated' },
  'enterprise.notificationEmail': { notice: 'notificationEmailChanged' },
  'enterprise.passwordLoginOff':  { notice: 'passwordLoginDisabled' },
  'enterprise.passwordLoginOn':   { notice: 'passwordLoginEnabled' },
  'appointment.begin':             { notice: 'managerAppointed', keeps: ['role'], message: RIGHTS },
  'appointment.end':            { notice: 'managerEnded', keeps: ['role'], message: RIGHTS },
  'user.create':                 { notice: 'userCreated', message: RIGHTS },
  'user.lock':                  { notice: 'userLocked', message: RIGHTS },
  'user.unlock':                { notice: 'userUnlocked', message: RIGHTS },
  'user.delete':                 { notice: 'userDeleted', message: RIGHTS },
  'account.passwordReset':        { notice: 'passwordResetByManager', message: TO_ACCOUNT('password.reset') },
  'account.passwordChanged':      { message: TO_ACCOUNT('password.changed') },
  'account.codeAppConfirmed':     { message: TO_ACCOUNT('codeApp.confirmed') },
  'account.codeAppRemoved':       { message: TO_ACCOUNT('codeApp.removed') },
  'account.recoveryCodesRenewed': { message: TO_ACCOUNT('recoveryCodes.renewed') },
  'account.recoveryCodeUsed':     { message: TO_ACCOUNT('recoveryCode.used') },
  'sender.allotted':              { notice: 'senderAllocated' },
  'channel.opened':               { notice: 'channelActivated', keeps: ['type'] },
  'channel.suspend':              { notice: 'channelSuspended', keeps: ['type'] },
  'channel.resume':               { notice: 'channelResumed', keeps: ['type'] },
  'channel.remove':               { notice: 'channelRemoved', keeps: ['type'] },
  'certificate.registered':       { notice: 'certificateRegistered', keeps: ['sha256', 'serial', 'state'] },
  'certificate.approve':          { notice: 'certificateApproved', keeps: ['sha256'] },
  'certificate.reject':           { notice: 'certificateRejected', keeps: ['sha256'] },
  'certificate.expire':           { notice: 'certificateExpired', keeps: ['sha256'], message: { template: 'certificate.expired', whom: 'technicalUser' } },
  'certificate.revoke':           { notice: 'certificateRevoked', keeps: ['sha256'], message: { template: 'certificate.revoked', whom: 'technicalUser' } },
  'certificate.remove':           { notice: 'certificateRemoved', keeps: ['sha256'] },
  'sshKey.registered':            { notice: 'sshKeyRegistered' },
  'sshKey.removed':               { notice: 'sshKeyRemoved' },
}

/**
 * What is told of an entry; undefined: nothing. The profile that a main access manager gets by himself is no news: nobody appointed him.
 * Whom the legal representative names is told by the first codes.
 */
export function announcementOf(entry: {
  readonly action: string
  readonly after: Readonly<Record<string, unknown>>
}): Announcement | undefined {
  const announcement = Object.hasOwn(ANNOUNCEMENTS, entry.action) ? ANNOUNCEMENTS[entry.action] : undefined
  if (!announcement || !entry.action.startsWith('appointment.')) return announcement
  if (entry.after.origin === 'automatic') return undefined
  const isNamed = entry.action === 'appointment.begin' && entry.after.origin === 'legalRepresentative'
  return isNamed ? { ...announcement, message: undefined } : announcement
}
