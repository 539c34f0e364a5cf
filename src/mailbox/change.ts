/** Deleting and renaming: what a sender may still do with files whose set is not sealed. */
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Environment, InFolder } from '../batch/environment.ts'
import { isTrigger, parseFileName } from '../batch/file-name.ts'
import { routeOf } from '../batch/set-key.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { findAllIn, findIn, type InEntry, type InFolderView } from '../ledger/in-folder.ts'
import { deleteOut } from '../ledger/out-entries.ts'
import {
  currentMembers,
  deleteFile,
  hideSealed,
  isCurrent,
  renameFile,
  supersedeFile,
} from '../ledger/received-files.ts'
import { forgetGo, lockSubmission } from '../ledger/submissions.ts'
import type { Acceptance } from './acceptance.ts'
import type { Echoes } from './echoes.ts'
import { inView } from './look.ts'
import { type MisnamedDeps, misnamedRefusal } from './misnamed.ts'
import { lookingAgain, Overtaken } from './overtaken.ts'
import { type PlaceDeps, type Placed, type Placement, placeFile } from './place-file.ts'
import { EXISTS, MISSING, SEALED, triggerTooLarge } from './refusals.ts'

export type ChangeDeps = PlaceDeps &
  Pick<MisnamedDeps, 'unroutableOf'> & {
    readonly database: Database
    readonly acceptance: Acceptance
    readonly echoes: Echoes
  }

export type InPlace = { readonly sender: string; readonly folder: InFolder; readonly environment: Environment }

/** An unsealed file becomes a tombstone, a sealed one leaves the listing, an answer was taken (decision 7, case S21). */
export async function removeIn(place: InPlace, name: string, deps: ChangeDeps): Promise<Result<void, Refusal>> {
  const { sender, environment } = place
  const echo = deps.echoes.find(sender, environment, name)
  const removed = await lookingAgain(() => removeEntry(place, name, deps))
  deps.echoes.remove(sender, environment, name)
  return removed || echo ? ok(undefined) : no(MISSING)
}

/** False when there is none. */
async function removeEntry({ sender, environment }: InPlace, name: string, deps: ChangeDeps): Promise<boolean> {
  const { queries, transaction } = deps.database
  const view = inView(sender, environment, deps)
  const entry = await findIn(queries, view, name)
  if (entry?.place === 'sealed') await removeSealed(queries, view, name)
  else if (entry) await transaction((tx) => removeUnsealed(tx, entry, deps))
  return entry !== null
}

async function removeSealed(queries: Queries, view: InFolderView, name: string): Promise<void> {
  if (!(await hideSealed(queries, view, name))) throw new Overtaken()
}

async function removeUnsealed(tx: Transaction, entry: InEntry, deps: ChangeDeps): Promise<void> {
  await mustBeOpen(tx, entry)
  if (!(await deleteFile(tx, entry.fileId, entry.name))) throw new Overtaken()
  await lookAgain(tx, entry, deps)
}

export async function removeOut(
  sender: string,
  environment: Environment,
  name: string,
  deps: ChangeDeps,
): Promise<Result<void, Refusal>> {
  return (await deleteOut(deps.database.queries, { sender, environment }, name)) ? ok(undefined) : no(MISSING)
}

/** A file gets another name, and with it another place: from a temporary name, this is its acceptance as a member (case S18). */
export function renameIn(
  place: InPlace,
  from: string,
  to: string,
  overwrite: boolean,
  deps: ChangeDeps,
): Promise<Result<void, Refusal>> {
  return lookingAgain(() => renameEntry(place, { from, to, overwrite }, deps))
}

type Renaming = { readonly from: string; readonly to: string; readonly overwrite: boolean }

async function renameEntry(place: InPlace, asked: Renaming, deps: ChangeDeps): Promise<Result<void, Refusal>> {
  const { sender, environment } = place
  const { from, to, overwrite } = asked
  // In one look, for between two a file may go from the one name to the other.
  const found = await findAllIn(deps.database.queries, inView(sender, environment, deps), [from, to])
  const [entry, target] = [found.get(from) ?? null, found.get(to)]
  const refusal = await renameRefusal(entry, place, to, deps)
  if (refusal || !entry) return no(refusal ?? MISSING)
  if (from === to) return ok(undefined)
  if (target && target.place !== 'sealed' && !overwrite) return no(EXISTS)
  const placed = await deps.database.transaction((tx) => move(tx, entry, target, place, asked, deps))
  deps.acceptance.tell({ sender, environment, name: to, bytes: entry.bytes }, placed)
  return ok(undefined)
}

async function renameRefusal(
  entry: InEntry | null,
  place: InPlace,
  to: string,
  deps: ChangeDeps,
): Promise<Refusal | null> {
  if (!entry) return MISSING
  if (entry.place === 'sealed') return SEALED
  const route = routeOf(place.folder, to, deps.settings.names.temporary)
  const { triggerBytes } = deps.settings.limits
  const trigger = route.kind === 'member' && isTrigger(route.mark)
  if (trigger && (entry.overLimit || entry.bytes > triggerBytes)) return triggerTooLarge(triggerBytes)
  const arriving = { sender: place.sender, name: to, route, from: entry.name }
  return misnamedRefusal(arriving, { ...deps, queries: deps.database.queries })
}

async function move(
  tx: Transaction,
  entry: InEntry,
  target: InEntry | undefined,
  { sender, folder, environment }: InPlace,
  { to: name, overwrite }: Renaming,
  deps: ChangeDeps,
): Promise<Placed> {
  await mustBeOpen(tx, entry)
  if (!(await isCurrent(tx, entry.fileId, entry.name))) throw new Overtaken()
  if (target?.place === 'waiting') await supersedeFile(tx, target.fileId)
  const { fileId } = entry
  const placement: Placement = {
    fileId,
    sender,
    environment,
    folder,
    name,
    route: routeOf(folder, name, deps.settings.names.temporary),
    session: null,
    keep: async (submissionId, go) => {
      const { receivedAt, isReplacing } = await renameFile(tx, fileId, { name, submissionId, go })
      if (isReplacing && !overwrite) throw new Overtaken()
      return receivedAt
    },
    drop: async () => void (await deleteFile(tx, fileId, entry.name)),
  }
  await letGoOf(tx, entry)
  const placed = await placeFile(tx, placement, deps)
  await lookAgain(tx, entry, deps)
  return placed
}

/** Locks the file's submission, if it has one. */
async function mustBeOpen(tx: Transaction, { submissionId }: InEntry): Promise<void> {
  const submission = submissionId && (await lockSubmission(tx, submissionId))
  if (submission && (submission.sealedAt || submission.closedAt)) throw new Overtaken()
}

/** A GO that takes another name does not run any more: whoever looks at its set before it has the new one must not take it for complete. */
async function letGoOf(tx: Transaction, { submissionId, fileId, name }: InEntry): Promise<void> {
  if (!submissionId || !isTriggerName(name)) return
  const others = (await currentMembers(tx, submissionId)).filter((member) => member.fileId !== fileId)
  if (!others.some((member) => isTriggerName(member.name))) await forgetGo(tx, submissionId)
}

/** The set that a file left may be empty now, or without its GO. */
async function lookAgain(tx: Transaction, { submissionId, name }: InEntry, deps: ChangeDeps): Promise<void> {
  const submission = submissionId ? await lockSubmission(tx, submissionId) : null
  if (!submission || submission.sealedAt || submission.closedAt) return
  const members = isTriggerName(name) ? await currentMembers(tx, submission.submissionId) : null
  const lostGo = members !== null && !members.some((member) => isTriggerName(member.name))
  if (lostGo) await forgetGo(tx, submission.submissionId)
  const goAt = lostGo ? null : submission.goAt
  await deps.sets.sealIfDue(tx, { submission: { ...submission, goAt }, uploadsHere: deps.uploadsOf(submission) })
}

function isTriggerName(name: string): boolean {
  const parsed = parseFileName(name)
  return isTrigger(parsed.ok ? parsed.value.mark : parsed.problem.mark)
}
