/** Where a file goes by its name, and what that sets off: the long way of acceptance, for one file in one transaction. */
import { viaOf } from '../batch/channel.ts'
import type { Environment, InFolder } from '../batch/environment.ts'
import type { Envelope } from '../batch/facts.ts'
import { isTrigger, parseFileName } from '../batch/file-name.ts'
import type { Route } from '../batch/set-key.ts'
import type { Transaction } from '../database/database.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import { recordEvent } from '../ledger/events.ts'
import { FOLDER_TRIGGER } from '../ledger/folder-files.ts'
import { openUploadsOf } from '../ledger/open-uploads.ts'
import { lockOpenSubmission, openSubmission, recentlySealed, type Submission } from '../ledger/submissions.ts'
import { databaseTime } from '../ledger/tickets.ts'
import type { SetHooks, UploadHere } from './set-hooks.ts'
import type { MailboxSettings } from './settings.ts'

/** A file that gets a name: one that was uploaded, or one that is renamed. Its effects are in the caller's transaction. */
export type Placement = {
  readonly fileId: string
  readonly sender: string
  readonly environment: Environment
  readonly folder: InFolder
  readonly name: string
  readonly route: Route
  /** Of its upload; null for a file that is renamed. */
  readonly session: string | null
  /** Makes it a row of the submission, as its GO or not, or a row of none; returns the time of receipt. */
  readonly keep: (submissionId: string | null, go: boolean) => Promise<Date>
  /** It had its effect and leaves no row (TD, a repeated GO). */
  readonly drop: () => Promise<void>
}

export type PlaceDeps = {
  readonly sets: SetHooks
  /** The uploads of a set that this process receives. */
  readonly uploadsOf: (set: SetPlace) => readonly UploadHere[]
  readonly settings: MailboxSettings
}

export type Placed = {
  readonly receivedAt: Date
  /** False for a trigger that left no row. */
  readonly isKept: boolean
  readonly sealed: { readonly submissionId: string; readonly envelope: Envelope } | null
  /** What a trigger did, for the log. */
  readonly effect: 'cancelled' | 'tooLate' | 'unknown' | 'repeated' | null
}

export async function placeFile(tx: Transaction, placement: Placement, deps: PlaceDeps): Promise<Placed> {
  const { route, name } = placement
  if (route.kind === 'temporary') return kept(await placement.keep(null, false))
  if (route.kind === 'unroutable') return placeUnroutable(tx, placement, route.rawKey, deps)
  const set = { sender: placement.sender, rawKey: route.rawKey }
  if (route.mark === 'TD' && parseFileName(name).ok) return placeCancellation(tx, placement, set, deps)
  return isTrigger(route.mark) ? placeGo(tx, placement, set, deps) : placeMember(tx, placement, set, deps)
}

async function placeUnroutable(
  tx: Transaction,
  placement: Placement,
  rawKey: string,
  deps: PlaceDeps,
): Promise<Placed> {
  const { sender, environment } = placement
  const submission = await openSubmission(
    tx,
    { sender, environment, rawKey, routable: false },
    deps.settings.limits.goWaitHours,
  )
  const receivedAt = await placement.keep(submission.submissionId, false)
  const envelope = await deps.sets.sealUnroutable(tx, submission)
  return { ...kept(receivedAt), sealed: { submissionId: submission.submissionId, envelope } }
}

async function placeMember(tx: Transaction, placement: Placement, set: SetPlace, deps: PlaceDeps): Promise<Placed> {
  const { environment } = placement
  const place = { ...set, environment, routable: true }
  const submission = await openSubmission(tx, place, deps.settings.limits.goWaitHours)
  const receivedAt = await placement.keep(submission.submissionId, false)
  const current = { ...submission, lastFileAt: receivedAt }
  return { ...kept(receivedAt), sealed: submission.goAt ? await seal(tx, current, placement, deps) : null }
}

/** Also a misnamed TD, which cancels nothing and is answered (decision 8). */
async function placeGo(tx: Transaction, placement: Placement, set: SetPlace, deps: PlaceDeps): Promise<Placed> {
  const open = await lockOpenSubmission(tx, set)
  const repeated = open ? null : await repeatedBy(tx, placement, set, deps)
  if (repeated) {
    await placement.drop()
    const { sender, name } = placement
    await recordEvent(tx, { submissionId: repeated, sender, event: 'go.repeated', detail: { name } })
    await rememberTrigger(tx, placement)
    return { receivedAt: await databaseTime(tx), isKept: false, sealed: null, effect: 'repeated' }
  }
  const { environment } = placement
  const place = { ...set, environment, routable: true }
  const submission = open ?? (await openSubmission(tx, place, deps.settings.limits.goWaitHours))
  const receivedAt = await placement.keep(submission.submissionId, true)
  const current = { ...submission, lastFileAt: receivedAt, goAt: submission.goAt ?? receivedAt }
  return { ...kept(receivedAt), sealed: await seal(tx, current, placement, deps) }
}

async function placeCancellation(
  tx: Transaction,
  placement: Placement,
  set: SetPlace,
  deps: PlaceDeps,
): Promise<Placed> {
  const effect = await deps.sets.cancelSet(tx, set, placement.name)
  await placement.drop()
  await rememberTrigger(tx, placement)
  return { receivedAt: await databaseTime(tx), isKept: false, sealed: null, effect }
}

/** A trigger from a watched folder that leaves no row must be known again, or it had its effect once more after a crash. */
async function rememberTrigger(tx: Transaction, { sender, name, session }: Placement): Promise<void> {
  if (session === null || viaOf(session) !== 'folder') return
  await recordEvent(tx, { submissionId: null, sender, event: FOLDER_TRIGGER, detail: { name, session } })
}

/** A lone GO of a set that was just sealed was sent because its first reply got lost (decision 7): the submission it belongs to. */
async function repeatedBy(
  tx: Transaction,
  placement: Placement,
  set: SetPlace,
  { settings, uploadsOf }: PlaceDeps,
): Promise<string | null> {
  const sealed = await recentlySealed(tx, set, settings.limits.repeatGoMinutes)
  if (!sealed || uploadsBut(placement, uploadsOf(set)).length > 0) return null
  const elsewhere = await openUploadsOf(tx, set, { exceptNode: null, withinSeconds: settings.limits.graceSeconds })
  return uploadsBut(placement, elsewhere).length > 0 ? null : sealed
}

/** `submission` is as this file has left it. */
async function seal(
  tx: Transaction,
  submission: Submission,
  placement: Placement,
  { sets, uploadsOf }: PlaceDeps,
): Promise<Placed['sealed']> {
  const { submissionId } = submission
  const uploadsHere = uploadsBut(placement, uploadsOf(submission))
  const result = await sets.sealIfDue(tx, { submission, uploadsHere })
  return result.outcome === 'sealed' ? { submissionId, envelope: result.envelope } : null
}

/** The upload that is being accepted here is over. */
function uploadsBut<Upload extends { readonly uploadId: string }>(
  { fileId }: Placement,
  uploads: readonly Upload[],
): Upload[] {
  return uploads.filter(({ uploadId }) => uploadId !== fileId)
}

function kept(receivedAt: Date): Placed {
  return { receivedAt, isKept: true, sealed: null, effect: null }
}
