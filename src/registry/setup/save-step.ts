/** One step of the wizard is saved; what the other steps hold stays, earlier and later ones alike (spec access.md §6.8). */
import { sql } from 'kysely'
import { Corrupt } from '../../base/errors.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { keyIsFree, ownerOf } from '../certificate-owner.ts'
import { parseLabel } from '../labels.ts'
import { checkNetwork, INTERNET } from '../networks.ts'
import { offeredChoice, type ServiceChoice } from '../service-choice.ts'
import { sshKeyIsFree } from '../ssh-keys.ts'
import { type Contact, soundContact } from '../technical-users.ts'
import type { DraftCertificate, DraftChannel, DraftSshKey, SetupContents, SetupStep } from './contents.ts'
import { draftOf, lockDraft, recordDraft, type SeenDraft, type SetupDraft } from './drafts.ts'
import type { Offer } from './offer.ts'
import { storedContents } from './stored-contents.ts'

/** As many as a sender may have. */
const PROOFS_MAX = 20

type Saved = Promise<Result<SetupDraft, Refusal>>

/** Refuses: SLU-NAME, SLU-STATE, SLU-UNKNOWN, SLU-VERSION. */
export async function saveTechnicalUser(tx: Transaction, seen: SeenDraft, contact: Contact, act: Act): Saved {
  const technicalUser = soundContact(contact)
  if (!technicalUser.ok) return technicalUser
  return saveStep(tx, seen, { technicalUser: technicalUser.value }, 'channel', act)
}

/** Refuses: SLU-UNKNOWN (no such network, no such draft), SLU-STATE (network not for this channel or quality), SLU-VERSION. */
export async function saveChannel(
  tx: Transaction,
  seen: SeenDraft,
  channel: DraftChannel,
  { networks }: Pick<Offer, 'networks'>,
  act: Act,
): Saved {
  const { type, network = type === 'ftp' ? INTERNET : null } = channel
  const allowed = checkNetwork({ name: network, channel: type, quality: seen.qualityCode }, networks)
  if (!allowed.ok) return allowed
  return saveStep(tx, seen, { channel: { type, ...(network !== null && { network }) } }, 'certificate', act)
}

/**
 * All certificates and keys that it is to have; a list that is left out stays. Each was inspected before; here it is asked whose it is.
 * Refuses: SLU-CERTIFICATE, SLU-KEY, SLU-NAME (label), SLU-STATE, SLU-UNKNOWN, SLU-VERSION.
 */
export async function saveProofs(
  tx: Transaction,
  seen: SeenDraft,
  proofs: { readonly certificates?: readonly DraftCertificate[]; readonly sshKeys?: readonly DraftSshKey[] },
  act: Act,
): Saved {
  const draft = await lockDraft(tx, seen)
  if (!draft.ok) return draft
  const certificates = await checkedCertificates(tx, seen, proofs.certificates ?? draft.value.contents.certificates)
  if (!certificates.ok) return certificates
  const sshKeys = await checkedKeys(tx, proofs.sshKeys ?? draft.value.contents.sshKeys)
  if (!sshKeys.ok) return sshKeys
  return saveStep(tx, seen, { certificates: certificates.value, sshKeys: sshKeys.value }, 'services', act)
}

/** Refuses: SLU-UNKNOWN (a service not offered, no such draft), SLU-STATE (not for the quality, nothing chosen), SLU-VERSION. */
export async function saveServices(
  tx: Transaction,
  seen: SeenDraft,
  { services, environments }: ServiceChoice,
  { services: offered, qualities }: Pick<Offer, 'services' | 'qualities'>,
  act: Act,
): Saved {
  const chosen = offeredChoice({ services, environments, offered, qualities }, seen.qualityCode)
  if (!chosen.ok) return chosen
  return saveStep(tx, seen, { services: { services, environments } }, 'summary', act)
}

/** Kept from now on for as long as it was kept from its beginning. */
async function saveStep(
  tx: Transaction,
  seen: SeenDraft,
  part: Partial<SetupContents>,
  next: SetupStep,
  act: Act,
): Saved {
  const draft = await lockDraft(tx, seen)
  if (!draft.ok) return draft
  await tx
    .updateTable('setup_draft')
    .set(({ eb }) => ({
      body: storedContents({ ...draft.value.contents, ...part }),
      step: next,
      expires_at: sql<Date>`now() + (expires_at - updated_at)`,
      updated_at: sql<Date>`now()`,
      version: eb('version', '+', 1),
    }))
    .where('draft_id', '=', seen.draftId)
    .execute()
  await recordDraft(tx, act, 'setup.saved', seen, { parts: Object.keys(part) })
  const saved = await draftOf(tx, seen)
  if (!saved) throw new Corrupt('a draft that was just saved is not there')
  return ok(saved)
}

async function checkedCertificates(
  tx: Transaction,
  { enterpriseNumber }: SeenDraft,
  brought: readonly DraftCertificate[],
): Promise<Result<DraftCertificate[], Refusal>> {
  const certificates: DraftCertificate[] = []
  if (brought.length > PROOFS_MAX) return no(TOO_MANY)
  for (const certificate of brought) {
    const owner = await ownerOf(tx, enterpriseNumber, certificate)
    if (!owner.ok) return owner
    const free = await keyIsFree(tx, { senderNumber: null, certificate, usages: certificate.usages })
    if (!free.ok) return free
    const label = parseLabel(certificate.label)
    if (!label.ok) return label
    if (certificates.some(({ sha256 }) => sha256 === certificate.sha256)) continue
    certificates.push({ ...certificate, label: label.value })
  }
  return ok(certificates)
}

async function checkedKeys(tx: Transaction, brought: readonly DraftSshKey[]): Promise<Result<DraftSshKey[], Refusal>> {
  const keys: DraftSshKey[] = []
  if (brought.length > PROOFS_MAX) return no(TOO_MANY)
  for (const key of brought) {
    const free = await sshKeyIsFree(tx, key)
    if (!free.ok) return free
    const label = parseLabel(key.label)
    if (!label.ok) return label
    if (!keys.some(({ sha256 }) => sha256 === key.sha256)) keys.push({ ...key, label: label.value })
  }
  return ok(keys)
}

const TOO_MANY = refusal(
  'SLU-STATE',
  `A sender has at most ${PROOFS_MAX} certificates and ${PROOFS_MAX} keys.`,
  'Leave out those that are not used.',
  { key: 'tooManyProofs', values: { max: PROOFS_MAX } },
)
