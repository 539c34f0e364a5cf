import type { Now } from '../base/clock.ts'
import { uuidV7 } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Environment, InFolder } from '../batch/environment.ts'
import { isTrigger } from '../batch/file-name.ts'
import { finalName, type Route, routeOf } from '../batch/set-key.ts'
import type { Queries } from '../database/database.ts'
import type { ArrivedFile, SetPlace } from '../ledger/arrived-file.ts'
import { findIn, type InEntry } from '../ledger/in-folder.ts'
import type { Draft, Spool } from '../spool/spool.ts'
import type { Acceptance } from './acceptance.ts'
import type { DiskReserve } from './disk-reserve.ts'
import { inView } from './look.ts'
import type { Entry, Upload, Visitor } from './mailbox.ts'
import { misnamedRefusal } from './misnamed.ts'
import type { OpenUploads } from './open-uploads.ts'
import type { Quota } from './quota.ts'
import { DISK_FULL, EXISTS, SEALED, tooLarge, triggerTooLarge } from './refusals.ts'
import type { MailboxSettings } from './settings.ts'
import { MailboxUpload } from './upload.ts'

export type UploadDeps = {
  readonly queries: Queries
  readonly spool: Spool
  readonly acceptance: Acceptance
  readonly uploads: OpenUploads
  readonly quota: Quota
  readonly reserve: DiskReserve
  readonly settings: MailboxSettings
  readonly now: Now
  readonly log: Log
  /** Tells log and metrics of a refusal in the middle of an upload. */
  readonly refused: (visitor: Visitor, name: string, refusal: Refusal) => void
}

/** Where the file is to go. */
export type Target = {
  readonly visitor: Visitor
  readonly folder: InFolder
  readonly environment: Environment
  readonly name: string
}

const EMPTY = new Uint8Array()

/** Asks everything that can be asked before the first byte, and opens the upload. */
export async function beginUpload(
  target: Target,
  mode: 'replace' | 'resume' | 'create',
  deps: UploadDeps,
): Promise<Result<Upload, Refusal>> {
  const { visitor, environment, name } = target
  const route = routeOf(target.folder, name, deps.settings.names.temporary)
  const trigger = route.kind === 'member' && isTrigger(route.mark)
  const existing =
    mode === 'replace' ? null : await findIn(deps.queries, inView(visitor.sender, environment, deps), name)
  const refusal = modeRefusal(mode, existing) ?? (await roomRefusal(target, route, trigger, deps))
  if (refusal) return no(refusal)
  const reserved = trigger ? ok(null) : await deps.quota.reserve(visitor.sender)
  if (!reserved.ok) return reserved

  const base = mode === 'resume' ? existing : null
  const draft = await makeDraft(base, trigger, deps).catch((error) => {
    reserved.value?.end(false)
    throw error
  })
  const fileId = uuidV7(deps.now().getTime())
  if (route.kind !== 'temporary' && !trigger)
    deps.uploads.begin(fileId, { sender: visitor.sender, rawKey: route.rawKey, routable: route.kind === 'member' })
  const bytesMax = trigger ? deps.settings.limits.triggerBytes : deps.settings.limits.partBytes
  const upload = new MailboxUpload(draft, {
    bytesMax,
    tooLarge: trigger ? triggerTooLarge(bytesMax) : tooLarge(bytesMax),
    reservation: reserved.value,
    diskIsFull: () => !trigger && deps.reserve.wasReached(),
    touch: () => deps.uploads.touch(fileId),
    accept: (blob) => accept(target, route, { ...arrivedFile(target, fileId), ...blob, overLimit: false }, base, deps),
    remember: () => (trigger ? Promise.resolve() : remember(target, fileId, deps)),
    ended: (outcome) => {
      deps.uploads.end(fileId)
      if (outcome === 'abandoned')
        deps.log.info('upload.abandoned', { sender: visitor.sender, name, session: visitor.session })
      else if (outcome !== 'accepted') deps.refused(visitor, name, outcome)
    },
  })
  return ok(upload)
}

/** Room for one more file of this kind; the disk is not asked for triggers, which make room. */
async function roomRefusal(target: Target, route: Route, trigger: boolean, deps: UploadDeps): Promise<Refusal | null> {
  if (!trigger && (await deps.reserve.isReached())) return DISK_FULL
  return nameRefusal(target, route, null, deps)
}

/** `uploadId`: the upload that asks, once it is under way. */
function nameRefusal(
  { visitor, name }: Target,
  route: Route,
  uploadId: string | null,
  { queries, settings, uploads }: UploadDeps,
): Promise<Refusal | null> {
  const uploadsOf = (set: SetPlace) => uploads.of(set).filter((upload) => upload.uploadId !== uploadId)
  const unroutableOf = (sender: string) => uploads.unroutableOf(sender).filter((id) => id !== uploadId)
  const deps = { queries, settings, uploadsOf, unroutableOf }
  return misnamedRefusal({ sender: visitor.sender, name, route, from: null }, deps)
}

function modeRefusal(mode: 'replace' | 'resume' | 'create', existing: InEntry | null): Refusal | null {
  if (mode === 'resume' && existing?.place === 'sealed') return SEALED
  // A sealed file is a view of the past: its name is free for a new set (decision 7).
  return mode === 'create' && existing && existing.place !== 'sealed' ? EXISTS : null
}

async function makeDraft(base: InEntry | null, trigger: boolean, { spool }: UploadDeps): Promise<Draft> {
  if (trigger) return spool.smallDraft()
  return base ? spool.draftFrom(base.sha256) : spool.draft()
}

/** Asks for the name again: uploads that began at the same instant did not see each other. */
async function accept(
  target: Target,
  route: Route,
  file: ArrivedFile,
  base: InEntry | null,
  deps: UploadDeps,
): Promise<Result<Entry, Refusal>> {
  const refusal = await nameRefusal(target, route, file.fileId, deps)
  if (refusal) return no(refusal)
  return deps.acceptance.accept({ file, folder: target.folder, route, continues: base?.submissionId ?? null })
}

/**
 * A part that ran over the limit is a member without content, which the judge answers with 184 (decision 9). Under a temporary
 * name, the set that it was meant for is told by the name without its mark.
 */
async function remember(target: Target, fileId: string, deps: UploadDeps): Promise<void> {
  const { temporary } = deps.settings.names
  const name = finalName(target.name, temporary)
  const route = routeOf(target.folder, name, temporary)
  const isMember = route.kind === 'member' && !isTrigger(route.mark)
  const meant = { ...target, name }
  if (name !== target.name && !isMember) return
  if (await nameRefusal(meant, route, fileId, deps)) return
  const empty = await deps.spool.store(EMPTY)
  const file = { ...arrivedFile(meant, fileId), ...empty, overLimit: true }
  await deps.acceptance.accept({ file, folder: target.folder, route, continues: null })
}

function arrivedFile(
  { visitor, environment, name }: Target,
  fileId: string,
): Omit<ArrivedFile, 'sha256' | 'bytes' | 'overLimit'> {
  const { sender, channel, principal, address, session } = visitor
  return { fileId, sender, environment, name, channel, principal, address, session }
}
