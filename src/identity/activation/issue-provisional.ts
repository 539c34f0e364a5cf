/**
 * For people without a Belgian number (spec access.md §6.1, rule 11.11): the user name by mail, then a provisional password by SMS, good
 * once.
 */
import { randomInt } from 'node:crypto'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import { queueMessage } from '../../registry/outgoing-messages.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { endAllOf } from '../end-sessions.ts'
import type { PasswordHasher } from '../passwords/hash.ts'
import { keepPassword } from '../passwords/keep-password.ts'
import { voidActivations } from './issue-activation.ts'
import { reachPerson } from './reach-person.ts'

export type ProvisionalRules = {
  /** Of the portal, from the configuration and never from a request (case R23). */
  readonly publicUrl: string
  readonly provisionalSeconds: number
  readonly remembered: number
}

export type ProvisionalPassword = { readonly password: string; readonly hash: string }

/** Without letters and digits that look alike: it is read from a telephone. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 4

/** `k7mw-3pqz-9xtc-hv4n`, 79 bits. To be made before the transaction, because hashing takes long. */
export async function makeProvisionalPassword(passwords: PasswordHasher): Promise<ProvisionalPassword> {
  const password = Array.from({ length: GROUPS }, makeGroup).join('-')
  return { password, hash: await passwords.hash(password) }
}

/**
 * The message with the password waits for the one with the user name. Refuses: SLU-STATE for an account that is active already
 * (`alreadyActive`) or whose person has a national number (`hasNationalNumber`), and as `reachPerson`. Audit: `account.provisionalIssued`.
 */
export async function issueProvisional(
  tx: Transaction,
  box: SecretBox,
  { accountId, provisional }: { readonly accountId: string; readonly provisional: ProvisionalPassword },
  { publicUrl, provisionalSeconds, remembered }: ProvisionalRules,
  act: Act,
): Promise<Result<void, Refusal>> {
  const reached = await reachPerson(tx, accountId)
  if (!reached.ok) return reached
  const {
    state,
    hasNationalNumber,
    passwordHash,
    username,
    email,
    mobilePhone,
    language,
    vouchedBy: reaches,
  } = reached.value
  if (hasNationalNumber) return no(HAS_NATIONAL_NUMBER)
  if (state === 'active') return no(ALREADY_ACTIVE)
  const password = { accountId, hash: provisional.hash, replaces: passwordHash }
  const how = { setBy: 'system', seconds: provisionalSeconds, reaches, next: () => 'pendingFirstLogin' } as const
  const kept = await keepPassword(tx, password, how, { remembered })
  if (!kept.ok) return kept
  await endAllOf(tx, accountId, 'provisionalIssued', act)
  await voidActivations(tx, accountId)
  const after = await queueMessage(tx, box, {
    ...{ medium: 'mail', to: email, language, template: 'provisional.username' },
    values: { username, url: publicUrl },
  })
  await queueMessage(tx, box, {
    ...{ medium: 'sms', to: mobilePhone, language, template: 'provisional.password', after },
    values: { password: provisional.password },
  })
  await recordChange(tx, act, { action: 'account.provisionalIssued', subject: `account:${accountId}` })
  return ok(undefined)
}

function makeGroup(): string {
  return Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

const HAS_NATIONAL_NUMBER = refusal(
  'SLU-STATE',
  'This person has a national number.',
  'Issue an activation instead; the person can also sign in with eID or itsme.',
  { key: 'hasNationalNumber' },
)
const ALREADY_ACTIVE = refusal(
  'SLU-STATE',
  'This account is active already.',
  'An access manager can set a new password.',
  {
    key: 'alreadyActive',
  },
)
