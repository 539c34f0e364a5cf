/**
 * The wizard (spec access.md §5 row 15, §6.8). A step changes nothing that is in force, so only the last one asks for a fresh sign-in:
 * nobody loses what was filled in because filling in took a while. `version` null: as it is now.
 */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import { parseSshPublicKey } from '../../batch/ssh-key.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import type { CertificateUsage } from '../../registry/certificates.ts'
import type { AccessRules } from '../../registry/policy/authorise.ts'
import type { ServiceChoice } from '../../registry/service-choice.ts'
import { confirmSetup } from '../../registry/setup/confirm.ts'
import type { DraftChannel } from '../../registry/setup/contents.ts'
import { draftCertificate } from '../../registry/setup/draft-certificate.ts'
import { abandonSetup, beginSetup, draftOf, type SeenDraft, type SetupDraft } from '../../registry/setup/drafts.ts'
import type { ReportsInForce } from '../../registry/setup/put-in-force.ts'
import { saveChannel, saveProofs, saveServices, saveTechnicalUser } from '../../registry/setup/save-step.ts'
import type { Contact } from '../../registry/technical-users.ts'
import { changeReports, placeOf, type ReportsAsk, withVersion } from './reports.ts'

export type SeenSetup = { readonly draftId: string; readonly version: number | null }

type Saved = Promise<Result<SetupDraft, Refusal>>

/** Takes up the draft that is there. Refuses as `beginSetup`. */
export function beginReports(ask: ReportsAsk): Saved {
  return step(ask, (tx, act) => beginSetup(tx, placeOf(ask), ask.ground.reports.draftHours(), act))
}

/** Null when there is none. Who may look was asked with the route's row. */
export function reportsDraft(ask: ReportsAsk): Promise<SetupDraft | null> {
  return draftOf(ask.ground.database.queries, placeOf(ask))
}

export function saveReportsContact(ask: ReportsAsk, seen: SeenSetup, contact: Contact): Saved {
  return stepOn(ask, seen, (tx, draft, act) => saveTechnicalUser(tx, draft, contact, act))
}

export function saveReportsChannel(ask: ReportsAsk, seen: SeenSetup, channel: DraftChannel): Saved {
  return stepOn(ask, seen, (tx, draft, act) => saveChannel(tx, draft, channel, ask.ground.reports.offer(), act))
}

export function saveReportsServices(ask: ReportsAsk, seen: SeenSetup, choice: ServiceChoice): Saved {
  return stepOn(ask, seen, (tx, draft, act) => saveServices(tx, draft, choice, ask.ground.reports.offer(), act))
}

export type BroughtProofs = {
  readonly certificate?: BroughtCertificate
  /** Text as it was handed over. */
  readonly sshKey?: { readonly text: string; readonly label: string }
  /** Digests of certificates and keys that are taken out again. */
  readonly without?: readonly string[]
}

export type BroughtCertificate = {
  readonly file: Uint8Array
  readonly usages: readonly CertificateUsage[]
  readonly label: string
}

/** Refuses as `inspectUpload`, `parseSshPublicKey` and `saveProofs`. */
export async function saveReportsProofs(ask: ReportsAsk, seen: SeenSetup, brought: BroughtProofs): Saved {
  const added = await inspected(ask, brought)
  if (!added.ok) return added
  const { certificates, sshKeys } = added.value
  const { without = [] } = brought
  return stepOn(ask, seen, async (tx, draft, act) => {
    const before = (await draftOf(tx, draft))?.contents
    const kept = <Proof extends { readonly sha256: string }>(all: readonly Proof[] = [], more: readonly Proof[]) => [
      ...all.filter(({ sha256 }) => !without.includes(sha256) && !more.some((one) => one.sha256 === sha256)),
      ...more,
    ]
    const proofs = {
      certificates: kept(before?.certificates, certificates),
      sshKeys: kept(before?.sshKeys, sshKeys),
    }
    return saveProofs(tx, draft, proofs, act)
  })
}

/** Certificates and keys as the registry takes them, with what is wrong with an upload told before anything is opened. */
export async function inspected({ ground }: ReportsAsk, { certificate, sshKey }: BroughtProofs) {
  const { reports, box } = ground
  const found = certificate && (await reports.inspectUpload(certificate.file, certificate.usages))
  if (found && !found.ok) return found
  const key = sshKey && parseSshPublicKey(sshKey.text)
  if (key && !key.ok) return key
  return ok({
    certificates: certificate && found ? [draftCertificate(found.value, certificate, box)] : [],
    sshKeys: key ? [{ ...key.value, label: sshKey.label }] : [],
  })
}

/** From here on it is in force. Refuses as `authorise` for row 15, and as `confirmSetup`. */
export function confirmReports(
  ask: ReportsAsk,
  seen: SeenSetup,
): Promise<Result<ReportsInForce & { readonly version: number }, Refusal>> {
  return changeReports(ask, 'setUpReports', async (tx, act) => {
    const draft = await draftSeen(tx, ask, seen)
    return withVersion(tx, draft, await confirmSetup(tx, draft, ask.ground.reports.offer(), act))
  })
}

export function abandonReports(ask: ReportsAsk, seen: SeenSetup): Promise<Result<void, Refusal>> {
  return stepOn(ask, seen, (tx, draft, act) => abandonSetup(tx, draft, act))
}

function stepOn<Value>(
  ask: ReportsAsk,
  seen: SeenSetup,
  change: (tx: Transaction, draft: SeenDraft, act: Act) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  return step(ask, async (tx, act) => change(tx, await draftSeen(tx, ask, seen), act))
}

function step<Value>(
  ask: ReportsAsk,
  change: (tx: Transaction, act: Act) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const rules: AccessRules = { ...ask.ground.rules, freshSeconds: Number.POSITIVE_INFINITY, freshAssurance: 0 }
  return changeReports(ask, 'setUpReports', change, rules)
}

/** A draft that is not there has no version: the registry then tells that it is gone. */
async function draftSeen(tx: Transaction, ask: ReportsAsk, { draftId, version }: SeenSetup): Promise<SeenDraft> {
  const place = placeOf(ask)
  const expectedVersion = version ?? (await draftOf(tx, place))?.version ?? 0
  return { ...place, draftId, expectedVersion }
}
