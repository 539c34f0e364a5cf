/** One look at a whole folder: what is complete is taken in, what is odd is told. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Listed } from './held-folder.ts'
import type { SetOfSender } from './options.ts'
import type { Scene } from './scene.ts'
import { REFUSED_FOLDER } from './set-aside.ts'
import { type LeftAlone, type NamedFile, type SortedNames, sortNames } from './sort-names.ts'
import { type SetOutcome, takeSet } from './take-set.ts'

/** How many odd files a look tells by name; the rest as a number. */
const TOLD_MAX = 100
/** Names, and sets, that are handled in one go. */
const PIECE = 1000
const RETRY_SECONDS_MAX = 600
const DOUBLINGS_MAX = 10

/** `names`: how many were read. */
export async function lookAround(scene: Scene): Promise<{ readonly names: number }> {
  const { folder, deps, settings } = scene
  const { limits, names } = deps.settings
  const { listed, isWhole } = await folder.names(limits.folderFiles)
  if (!isWhole) tell(scene, 'crowded', 'yes', 'folder.crowded', { limit: limits.folderFiles })
  else scene.memory.tidings.isOver('crowded')
  const own = ownFolders(scene)
  const { sets, leftAlone } = await sortAll(listed, names.temporary, own)
  for (const [rawKey, files] of await listedAgain(sets, own, scene)) sets.set(rawKey, files)
  const more = await takeSets(sets, scene)
  const all = [...new Map([...leftAlone, ...more].map((one) => [one.name, one])).values()]
  tellLeftAlone(all, scene)
  forget(new Set([...listed, ...[...sets.values()].flat()].map(({ name }) => name)), scene)
  scene.metrics.leftAlone(settings.sender, all)
  scene.metrics.waiting(settings.sender, scene.memory.waiting.size)
  return { names: listed.length }
}

/**
 * The sets whose GO or TD was found, by a listing that begins after it: a listing is no instant, and one of a crowded folder not whole, so
 * that the GO may be in it and what came before the GO not. Those of which too much is there wait.
 */
async function listedAgain(
  sets: SortedNames['sets'],
  own: ReadonlySet<string>,
  scene: Scene,
): Promise<SortedNames['sets']> {
  const due = new Map([...sets].filter(([, files]) => hasTrigger(files)).map(([rawKey]) => [rawKey, [] as NamedFile[]]))
  if (due.size === 0) return due
  const { limits, names } = scene.deps.settings
  const keysOf = (listed: Listed) => [...sortNames([listed], names.temporary, own).sets.keys()]
  const { listed, isWhole } = await scene.folder.names(limits.folderFiles, (one) =>
    keysOf(one).some((key) => due.has(key)),
  )
  if (!isWhole) return due
  return new Map([...due, ...(await sortAll(listed, names.temporary, own)).sets])
}

/** Piece by piece, because others want to be served in between. */
async function sortAll(
  listed: readonly Listed[],
  temporary: readonly string[],
  own: ReadonlySet<string>,
): Promise<SortedNames> {
  const sorted = sortNames([], temporary, own)
  for (const piece of inPieces(listed)) {
    sortNames(piece, temporary, own, sorted)
    await nextTurn()
  }
  return sorted
}

async function takeSets(sets: SortedNames['sets'], scene: Scene): Promise<LeftAlone[]> {
  const { waiting, later } = scene.memory
  for (const rawKey of waiting.keys()) if (!sets.has(rawKey)) waiting.delete(rawKey)
  for (const rawKey of later.keys()) if (!sets.has(rawKey)) later.delete(rawKey)
  const leftAlone: LeftAlone[] = []
  for (const piece of inPieces([...sets])) leftAlone.push(...(await takePiece(piece, scene)))
  return leftAlone
}

async function takePiece(sets: readonly (readonly [string, NamedFile[]])[], scene: Scene): Promise<LeftAlone[]> {
  const { deps, settings, memory } = scene
  const { sender } = settings
  const leftAlone: LeftAlone[] = []
  const open = new Set((await deps.ledger.setsWithGo(sets.map(([rawKey]) => ({ sender, rawKey })))).map(keyOf))
  for (const [rawKey, files] of sets) {
    if (!(await scene.goesOn())) break
    if ((memory.later.get(rawKey)?.notBefore ?? 0) > performance.now()) continue
    const outcome = await takeIfDue(files, open.has(rawKey), scene)
    leftAlone.push(...outcome.leftAlone)
    if (outcome.state === 'noGo') tellWaiting(rawKey, scene)
    else memory.waiting.delete(rawKey)
    if (outcome.state === 'later') postpone(rawKey, scene)
    else memory.later.delete(rawKey)
  }
  return leftAlone
}

/** Files that only wait are not even looked at: there may be very many of them. */
async function takeIfDue(files: readonly NamedFile[], goInMailbox: boolean, scene: Scene): Promise<SetOutcome> {
  return goInMailbox || hasTrigger(files) ? takeSet(files, goInMailbox, scene) : { state: 'noGo', leftAlone: [] }
}

function hasTrigger(files: readonly NamedFile[]): boolean {
  return files.some(({ mark }) => mark === 'GO' || mark === 'TD')
}

/** Twice the pause after each failure. */
function postpone(rawKey: string, { memory, settings }: Scene): void {
  const failures = (memory.later.get(rawKey)?.failures ?? 0) + 1
  const seconds = Math.min(RETRY_SECONDS_MAX, settings.scanSeconds * 2 ** Math.min(failures - 1, DOUBLINGS_MAX))
  memory.later.set(rawKey, { failures, notBefore: performance.now() + seconds * 1000 })
}

/** A folder keeps its files for ever; after the time that the mailbox would wait for a GO, somebody is told. */
function tellWaiting(rawKey: string, scene: Scene): void {
  const { memory, deps, settings } = scene
  const since = memory.waiting.get(rawKey) ?? performance.now()
  memory.waiting.set(rawKey, since)
  const { goWaitHours } = deps.settings.limits
  if (performance.now() - since < goWaitHours * 3_600_000) return
  if (memory.tidings.isNews(`waits ${rawKey}`, 'long'))
    deps.log.warn('folder.goMissing', { sender: settings.sender, rawKey, hours: goWaitHours })
}

/** Clients' temporary names come and go; they are counted and not told. */
function tellLeftAlone(all: readonly LeftAlone[], { memory, deps, settings }: Scene): void {
  const { sender } = settings
  const news = all.filter(({ name, why }) => why !== 'temporary' && memory.tidings.isNews(`left ${name}`, why))
  for (const { name, why } of news.slice(0, TOLD_MAX)) deps.log.warn('folder.leftAlone', { sender, name, why })
  if (news.length > TOLD_MAX) deps.log.warn('folder.moreLeftAlone', { sender, count: news.length - TOLD_MAX })
}

function tell({ memory, deps, settings }: Scene, about: string, state: string, event: string, more: object): void {
  if (memory.tidings.isNews(about, state)) deps.log.warn(event, { sender: settings.sender, ...more })
}

/** What was told of a file is forgotten with the file. */
function forget(names: ReadonlySet<string>, { memory }: Scene): void {
  for (const name of memory.seen.keys()) if (!names.has(name)) memory.seen.delete(name)
  memory.tidings.keep((about) => {
    const kind = about.slice(0, about.indexOf(' '))
    const name = about.slice(kind.length + 1)
    if (kind === 'waits') return memory.waiting.has(name)
    return !['left', 'taken', 'later'].includes(kind) || names.has(name)
  })
}

/** The folder of refused files, and the out folder when it lies in here. */
function ownFolders({ settings }: Scene): ReadonlySet<string> {
  const below = settings.out.startsWith(`${settings.in}/`) ? [settings.out.slice(settings.in.length + 1)] : []
  return new Set([REFUSED_FOLDER, ...below])
}

function inPieces<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / PIECE)
  return Array.from({ length: count }, (_, index) => items.slice(index * PIECE, (index + 1) * PIECE))
}

function keyOf({ rawKey }: SetOfSender): string {
  return rawKey
}
