/** Certificates of a sender: those that sign its files, and those that prove its programs at the web service (spec access.md §11). */

import type { Sha256 } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { keyIsFree, ownerOf } from './certificate-owner.ts'
import { recordChange } from './change.ts'
import { lockOpenSender } from './senders.ts'
import { CERTIFICATE, type CertificateEvent, type CertificateState, nextState } from './transitions.ts'

/** A certificate that passed the checks at upload: plain values, so that the registry need not know X.509. */
export type InspectedCertificate = {
  readonly der: Uint8Array
  readonly sha256: Sha256
  /** Of the SubjectPublicKeyInfo: the same key in another certificate has the same. */
  readonly spkiSha256: Sha256
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Ten digits that the certificate names its enterprise by; null when it names none. */
  readonly enterpriseNumber: string | null
  /** The authorities above it that came with it, kept for whoever asks about revocation later. */
  readonly chain?: readonly Uint8Array[]
  /** 32 bytes that find the person whose national number it carries (`SecretBox.fingerprint`); an enrolment does not look at it. */
  readonly personHash?: Buffer
}

export type CertificateUsage = 'signature' | 'clientAuthentication'

export type CertificateInput = {
  readonly senderNumber: SenderNumber
  readonly certificate: InspectedCertificate
  readonly usages: readonly CertificateUsage[]
  /** The operator whose act vouches for a certificate that names no enterprise; null: it stays `uploaded` (decision 18). */
  readonly approvedBy: string | null
  /** What its people call it; nothing when nothing is said. */
  readonly label?: string
}

export type StoredCertificate = { readonly sha256: Sha256; readonly state: CertificateState }
export type CertificateKey = { readonly senderNumber: SenderNumber; readonly sha256: Sha256 }

const CERTIFICATES_MAX = 20
export const OVER: readonly CertificateState[] = ['rejected', 'removed']

/**
 * Registers it, or adds usages and approval to the same one. Several may be valid at once, for a roll-over.
 * Refuses: SLU-UNKNOWN, SLU-STATE (closed, too many), SLU-CERTIFICATE (another's, or a key that logs in another sender).
 */
export async function registerCertificate(
  tx: Transaction,
  input: CertificateInput,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  const { senderNumber, certificate, approvedBy } = input
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  const owner = await ownerOf(tx, sender.value.enterpriseNumber, certificate)
  if (!owner.ok) return owner
  const free = await keyIsFree(tx, input)
  if (!free.ok) return free
  const isApproved = owner.value !== 'nobody' || approvedBy !== null
  const present = await findCertificate(tx, { senderNumber, sha256: certificate.sha256 })
  return present ? extendCertificate(tx, input, present, isApproved, act) : addCertificate(tx, input, isApproved, act)
}

/** An operator's word for a certificate that names no enterprise. Refuses: SLU-UNKNOWN, SLU-STATE. */
export function approveCertificate(
  tx: Transaction,
  key: CertificateKey,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  return moveCertificate(tx, key, 'approve', act)
}

export function rejectCertificate(
  tx: Transaction,
  key: CertificateKey,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  return moveCertificate(tx, key, 'reject', act)
}

/** Sets sealed from now on may no longer be signed with it; the row stays for those sealed before. */
export function removeCertificate(
  tx: Transaction,
  key: CertificateKey,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  return moveCertificate(tx, key, 'remove', act)
}

/** In the order of registration, without those that are over. */
export async function certificatesOf(queries: Queries, senderNumber: SenderNumber): Promise<StoredCertificate[]> {
  const rows = await queries
    .selectFrom('certificate')
    .select(['sha256', 'state'])
    .where('sender_number', '=', senderNumber)
    .where('state', 'not in', OVER)
    .orderBy('certificate_id')
    .execute()
  return rows as StoredCertificate[]
}

type Present = { readonly certificateId: string; readonly state: CertificateState; readonly usages: readonly string[] }

async function findCertificate(
  tx: Transaction,
  { senderNumber, sha256 }: CertificateKey,
): Promise<Present | undefined> {
  const row = await tx
    .selectFrom('certificate')
    .select(['certificate_id as certificateId', 'state', 'usages'])
    .where('sender_number', '=', senderNumber)
    .where('sha256', '=', sha256)
    .where('state', 'not in', OVER)
    .executeTakeFirst()
  return row && { ...row, state: row.state as CertificateState }
}

async function addCertificate(
  tx: Transaction,
  { senderNumber, certificate, usages, approvedBy, label = '' }: CertificateInput,
  isApproved: boolean,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  if ((await certificatesOf(tx, senderNumber)).length >= CERTIFICATES_MAX) return no(TOO_MANY)
  const { der, sha256, spkiSha256, subject, issuer, serial, notBefore, notAfter, chain = [] } = certificate
  const state = isApproved ? 'valid' : 'uploaded'
  await tx
    .insertInto('certificate')
    .values({
      certificate_id: uuidV7(),
      sender_number: senderNumber,
      spki_sha256: spkiSha256,
      der: Buffer.from(der),
      chain: chain.map((above) => Buffer.from(above)),
      not_before: notBefore,
      not_after: notAfter,
      usages: [...usages],
      ...{ sha256, subject, issuer, serial, state, label },
    })
    .execute()
  await recordChange(tx, act, {
    action: 'certificate.registered',
    subject: `sender:${senderNumber}`,
    after: { sha256, serial, usages, state, approvedBy },
  })
  return ok({ sha256, state })
}

async function extendCertificate(
  tx: Transaction,
  { senderNumber, certificate: { sha256 }, usages, approvedBy }: CertificateInput,
  before: Present,
  isApproved: boolean,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  const state = before.state === 'uploaded' && isApproved ? 'valid' : before.state
  const all = [...new Set([...before.usages, ...usages])]
  if (state === before.state && all.length === before.usages.length) return ok({ sha256, state })
  await tx
    .updateTable('certificate')
    .set(({ eb }) => ({ state, usages: all, version: eb('version', '+', 1) }))
    .where('certificate_id', '=', before.certificateId)
    .execute()
  await recordChange(tx, act, {
    action: 'certificate.extended',
    subject: `sender:${senderNumber}`,
    before: { sha256, usages: before.usages, state: before.state },
    after: { sha256, usages: all, state, approvedBy },
  })
  return ok({ sha256, state })
}

/** One move of the table of states. Refuses: SLU-UNKNOWN, SLU-STATE. */
export async function moveCertificate(
  tx: Transaction,
  key: CertificateKey,
  event: CertificateEvent,
  act: Act,
): Promise<Result<StoredCertificate, Refusal>> {
  const { senderNumber, sha256 } = key
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  const before = await findCertificate(tx, key)
  if (!before) return no(NO_SUCH_CERTIFICATE)
  const next = nextState(CERTIFICATE, before.state, event)
  if (!next.ok) return next
  await tx
    .updateTable('certificate')
    .set(({ eb }) => ({ state: next.value, version: eb('version', '+', 1) }))
    .where('certificate_id', '=', before.certificateId)
    .execute()
  await recordChange(tx, act, {
    action: `certificate.${event}`,
    subject: `sender:${senderNumber}`,
    before: { sha256, state: before.state },
    after: { sha256, state: next.value },
  })
  return ok({ sha256, state: next.value })
}

const TOO_MANY = refusal(
  'SLU-STATE',
  `The sender has ${CERTIFICATES_MAX} certificates.`,
  'Remove one that is no longer used.',
  { key: 'tooManyCertificates', values: { max: CERTIFICATES_MAX } },
)
const NO_SUCH_CERTIFICATE = refusal(
  'SLU-UNKNOWN',
  'The sender has no such certificate.',
  'Look at those that it has.',
  {
    key: 'noSuchCertificate',
  },
)
