/** The last step of the wizard: what was filled in comes into force at one instant, through the functions of an enrolment (spec access.md §6.8). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { type MissingPart, missingIn } from './contents.ts'
import { deleteDraft, lockDraft, recordDraft, type SeenDraft, type SetupDraft } from './drafts.ts'
import type { Offer } from './offer.ts'
import { putInForce, type ReportsInForce, type ReportsRequest } from './put-in-force.ts'

/**
 * rule 12.2: allots the sender number and makes the channel active; a password is told now and never again. Certificates that name no owner
 * wait for an operator (decision 18). Refuses, and then nothing has happened: SLU-STATE (set up already, which is what a second submission
 * hears; parts missing, all named at once), SLU-UNKNOWN, SLU-VERSION, and whatever a step refuses by now.
 */
export function confirmSetup(
  tx: Transaction,
  seen: SeenDraft,
  offer: Offer,
  act: Act,
): Promise<Result<ReportsInForce, Refusal>> {
  return allOrNothing(tx, async () => {
    const draft = await lockDraft(tx, seen)
    if (!draft.ok) return draft
    const missing = missingIn(draft.value.contents, offer.authenticated ?? ['web'])
    if (missing.length > 0) return no(incomplete(missing))
    const inForce = await putInForce(tx, requestOf(draft.value), offer, act)
    if (!inForce.ok) return inForce
    await deleteDraft(tx, seen)
    await recordDraft(tx, act, 'setup.confirmed', seen, { senderNumber: inForce.value.senderNumber })
    return ok(inForce.value)
  })
}

/** Keys that were brought for another channel than the one chosen at last have nothing to open. */
function requestOf({ enterpriseNumber, qualityCode, contents }: SetupDraft): ReportsRequest {
  const { technicalUser, channel, services, certificates, sshKeys } = contents
  return {
    ...{ enterpriseNumber, quality: qualityCode, certificates, approvedBy: null },
    ...(technicalUser && { contact: technicalUser }),
    channels: channel ? [channel.type] : [],
    ...(channel?.network !== undefined && { network: channel.network }),
    sshKeys: channel?.type === 'sftp' ? sshKeys : [],
    services: services?.services ?? [],
    ...(services && { environments: services.environments }),
  }
}

// biome-ignore format: a table
const NAMES: Readonly<Record<MissingPart, string>> = {
  technicalUser:        'the technical user',
  channel:              'the channel',
  signatureCertificate: 'a certificate that signs',
  loginCertificate:     'a certificate that logs in',
  sshKey:               'an SSH key',
  services:             'the online services',
}

function incomplete(missing: readonly MissingPart[]): Refusal {
  const names = missing.map((part) => NAMES[part]).join(', ')
  return refusal('SLU-STATE', `The set-up is not complete: ${names} missing.`, 'Fill in what is missing first.', {
    key: 'setupIncomplete',
    values: { count: missing.length, missing: missing.join(' ') },
  })
}
