/**
 * What changes later of a set-up, but for its channels: proofs, technical user, services, and its end (spec access.md §5 rows 15, 17,
 * 18 and 20). Each refuses SLU-UNKNOWN when nothing is set up, SLU-VERSION when it changed meanwhile, and what its registry function refuses.
 */
import type { Sha256 } from '../../base/hashes.ts'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act, ReasonedAct } from '../audit.ts'
import { registerCertificate, removeCertificate, type StoredCertificate } from '../certificates.ts'
import { closeSender } from '../close-sender.ts'
import { parseLabel, relabelCertificate, relabelSshKey } from '../labels.ts'
import { linkTechnicalUser } from '../link-technical-user.ts'
import { chooseServices, type ServiceChoice } from '../service-choice.ts'
import { registerSshKey, removeSshKey } from '../ssh-keys.ts'
import { appointTechnicalUser, type Contact } from '../technical-users.ts'
import { changeConfiguration, type SeenConfiguration } from './configuration.ts'
import type { DraftCertificate, DraftSshKey } from './contents.ts'
import type { Offer } from './offer.ts'

type Changed<Value = void> = Promise<Result<Value, Refusal>>
type Relabelled = { readonly sha256: Sha256; readonly label: string }

/** A second one overlaps with the first, for a roll-over; one that names no owner waits for an operator (decision 18). */
export function addCertificate(
  tx: Transaction,
  seen: SeenConfiguration,
  { usages, label: text, ...certificate }: DraftCertificate,
  act: Act,
): Changed<StoredCertificate> {
  return changeConfiguration(tx, seen, async (senderNumber) => {
    const label = parseLabel(text)
    if (!label.ok) return label
    return registerCertificate(tx, { senderNumber, certificate, usages, approvedBy: null, label: label.value }, act)
  })
}

export function endCertificate(
  tx: Transaction,
  seen: SeenConfiguration,
  sha256: Sha256,
  act: Act,
): Changed<StoredCertificate> {
  return changeConfiguration(tx, seen, (senderNumber) => removeCertificate(tx, { senderNumber, sha256 }, act))
}

export function nameCertificate(tx: Transaction, seen: SeenConfiguration, named: Relabelled, act: Act): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => relabelCertificate(tx, { senderNumber, ...named }, act))
}

export function addSshKey(
  tx: Transaction,
  seen: SeenConfiguration,
  { label: text, ...key }: DraftSshKey,
  act: Act,
): Changed {
  return changeConfiguration(tx, seen, async (senderNumber) => {
    const label = parseLabel(text)
    return label.ok ? registerSshKey(tx, { senderNumber, key, label: label.value }, act) : label
  })
}

export function endSshKey(tx: Transaction, seen: SeenConfiguration, sha256: Sha256, act: Act): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => removeSshKey(tx, { senderNumber, sha256 }, act))
}

export function nameSshKey(tx: Transaction, seen: SeenConfiguration, named: Relabelled, act: Act): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => relabelSshKey(tx, { senderNumber, ...named }, act))
}

/** The sender number stays. Whoever is new is linked to no account yet. */
export function changeTechnicalUser(tx: Transaction, seen: SeenConfiguration, contact: Contact, act: Act): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => appointTechnicalUser(tx, { senderNumber, contact }, act))
}

/** `accountId`: of a user of the quality that the technical user is, who may then look at the configuration; null: of none. */
export function linkAccount(tx: Transaction, seen: SeenConfiguration, accountId: string | null, act: Act): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => linkTechnicalUser(tx, { senderNumber, accountId }, act))
}

export function changeServices(
  tx: Transaction,
  seen: SeenConfiguration,
  choice: ServiceChoice,
  { services: offered, qualities }: Pick<Offer, 'services' | 'qualities'>,
  act: Act,
): Changed {
  return changeConfiguration(tx, seen, (senderNumber) =>
    chooseServices(tx, { senderNumber, ...choice, offered, qualities }, act),
  )
}

/** For good: the number is never given out again, and what is in flight is judged by the rights that it had. */
export function stopReports(tx: Transaction, seen: SeenConfiguration, act: ReasonedAct): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => closeSender(tx, senderNumber, act))
}
