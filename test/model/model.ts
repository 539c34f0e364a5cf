/**
 * The set state machine as decisions 1 to 14 tell it, over plain values: what is sealed when, what is judged how, what a sender sees. Times are
 * seconds of a clock that only `pass` moves; each event comes a thousandth later than the one before.
 */
import type { FileOf, Key, Mark, NodeName } from './commands.ts'
import { sealIfDue } from './sealing.ts'

export const SECONDS = { grace: 100, graceMax: 300, ghost: 100, goWait: 86_400, repeatGo: 3600, lease: 60, retry: 60 }
/** So often a hand-over is tried before it waits for a person. */
export const ATTEMPTS = 3

export type File = {
  readonly content: 'good' | 'bad'
  name: FileOf
  overLimit: boolean
  at: number
  owner: Sub | null
  state: 'received' | 'superseded' | 'deleted'
  isHidden: boolean
}

export type Delivery = {
  state: 'waiting' | 'active' | 'retrying' | 'inDoubt' | 'delivered' | 'refused' | 'parked'
  nextAt: number
  until: number
  fence: number
  attempts: number
}

export type Sub = {
  readonly key: Key
  readonly openedAt: number
  lastAt: number
  goAt: number | null
  sealed: { readonly at: number; readonly why: 'complete' | 'deadline' | 'expired' } | null
  codes: readonly number[] | null
  end: 'cancelled' | 'gone' | 'answered' | null
  delivery: Delivery | null
  isParked: boolean
  claim: { due: number; until: number | null; fence: number }
}

export type Upload = { readonly node: NodeName; readonly key: Key; readonly mark: Mark; readonly lastByteAt: number }

export type Model = {
  now: number
  files: File[]
  subs: Sub[]
  uploads: Upload[]
  accepted: Set<Key>
  echoes: { readonly node: NodeName; readonly name: FileOf; readonly until: number }[]
  events: { repeated: number; tooLate: number; unknown: number }
  sleepers: { readonly sub: Sub; readonly fence: number }[]
  /** Hand-overs whose workers sleep. */
  asleep: { readonly sub: Sub; readonly fence: number }[]
}

export function emptyModel(): Model {
  const events = { repeated: 0, tooLate: 0, unknown: 0 }
  return {
    now: 0,
    files: [],
    subs: [],
    uploads: [],
    accepted: new Set(),
    echoes: [],
    events,
    sleepers: [],
    asleep: [],
  }
}

export function same(one: FileOf, other: FileOf): boolean {
  return one.key === other.key && one.mark === other.mark
}

export const isTriggerMark = (mark: Mark): boolean => mark === 'GO' || mark === 'TD'

export function openSub(model: Model, key: Key): Sub | undefined {
  return model.subs.find((sub) => sub.key === key && !sub.sealed && !sub.end)
}

export function membersOf(model: Model, sub: Sub): File[] {
  return model.files.filter((file) => file.owner === sub && file.state === 'received')
}

export function isGhost(model: Model, { owner, state, isHidden }: File): boolean {
  return state === 'received' && !isHidden && owner?.sealed != null && owner.sealed.at + SECONDS.ghost > model.now
}

const isWaiting = ({ owner, state }: File) => owner === null && state === 'received'

/** What a client finds under a name: the open file, the waiting one, or a ghost. */
export function seen(
  model: Model,
  name: FileOf,
): { readonly file: File; readonly place: 'open' | 'waiting' | 'sealed' } | null {
  const alike = model.files.filter((file) => same(file.name, name))
  const open = alike.find(({ owner, state }) => state === 'received' && owner && !owner.sealed && !owner.end)
  if (open) return { file: open, place: 'open' }
  const waiting = alike.find(isWaiting)
  if (waiting) return { file: waiting, place: 'waiting' }
  const ghost = alike.filter((file) => isGhost(model, file)).sort((one, other) => other.at - one.at)[0]
  return ghost ? { file: ghost, place: 'sealed' } : null
}

/** A file gets a name, and what follows; of a trigger that leaves no row, `file` is deleted when it was one. */
export function place(model: Model, node: NodeName, name: FileOf, file: File, isRenamed: boolean): void {
  if (name.mark === 'PART') {
    keep(model, name, file, null)
    return
  }
  if (name.mark === 'TD') {
    cancel(model, name.key)
    drop(model, node, name, file, isRenamed)
    return
  }
  if (name.mark === 'GO' && isRepeat(model, node, name.key)) {
    model.events.repeated++
    drop(model, node, name, file, isRenamed)
    return
  }
  const sub = openSub(model, name.key) ?? newSub(model, name.key)
  keep(model, name, file, sub)
  sub.lastAt = model.now
  if (name.mark === 'GO') sub.goAt ??= model.now
  if (sub.goAt !== null && membersOf(model, sub).some(({ name: { mark } }) => mark === 'GO')) sealIfDue(model, sub)
}

/** The set that a file left: perhaps empty, or without its GO. */
export function leave(model: Model, sub: Sub | null): void {
  if (!sub || sub.sealed || sub.end) return
  const members = membersOf(model, sub)
  if (!members.some(({ name: { mark } }) => mark === 'GO')) sub.goAt = null
  sealIfDue(model, sub)
}

function keep(model: Model, name: FileOf, file: File, owner: Sub | null): void {
  for (const other of model.files) {
    if (other !== file && other.owner === owner && other.state === 'received' && same(other.name, name))
      other.state = 'superseded'
  }
  Object.assign(file, { name, owner, at: model.now })
  if (!model.files.includes(file)) model.files.push(file)
}

function drop(model: Model, node: NodeName, name: FileOf, file: File, isRenamed: boolean): void {
  if (isRenamed) file.state = 'deleted'
  model.echoes = model.echoes.filter((echo) => echo.node !== node || !same(echo.name, name))
  model.echoes.push({ node, name, until: model.now + SECONDS.ghost })
}

/** Decision 8. */
function cancel(model: Model, key: Key): void {
  const ofSet = model.subs.filter((sub) => sub.key === key)
  const open = ofSet.filter(({ codes, end }) => !codes && !end)
  for (const sub of open) sub.end = 'cancelled'
  if (open.length === 0) model.events[ofSet.some(({ codes }) => codes) ? 'tooLate' : 'unknown']++
}

/** Decision 7. */
function isRepeat(model: Model, node: NodeName, key: Key): boolean {
  const isRecent = ({ sealed, end }: Sub) => sealed && end !== 'cancelled' && sealed.at + SECONDS.repeatGo > model.now
  if (openSub(model, key) || !model.subs.some((sub) => sub.key === key && isRecent(sub))) return false
  const isCounted = (upload: Upload) => upload.node === node || upload.lastByteAt + SECONDS.grace > model.now
  return !model.uploads.some((upload) => upload.key === key && isCounted(upload))
}

function newSub(model: Model, key: Key): Sub {
  const { now } = model
  const claim = { due: now + SECONDS.goWait, until: null, fence: 0 }
  const sub: Sub = {
    key,
    openedAt: now,
    lastAt: now,
    goAt: null,
    sealed: null,
    codes: null,
    end: null,
    delivery: null,
    isParked: false,
    claim,
  }
  model.subs.push(sub)
  return sub
}

export function newFile(model: Model, content: 'good' | 'bad', overLimit = false): File {
  const name: FileOf = { key: 'A', mark: 'PART' }
  return { content, name, overLimit, at: model.now, owner: null, state: 'received', isHidden: false }
}
