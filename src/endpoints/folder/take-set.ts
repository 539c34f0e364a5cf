/** One set of a folder: its files one after the other, GO last. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import type { FolderFile } from './options.ts'
import { planSet, whyLeftAlone } from './plan-set.ts'
import { areQuiet } from './quiet.ts'
import type { Scene } from './scene.ts'
import { isForGood, setAside } from './set-aside.ts'
import type { LeftAlone, NamedFile, Why } from './sort-names.ts'
import { type FoundFile, removeTaken, sessionOf, takeFile } from './take-file.ts'
import { FolderTrouble } from './trouble.ts'

export type SetOutcome = {
  /** `noGo`: it waits for its GO. `held`: a file of it cannot be taken in, and its GO waits until somebody mended that. */
  readonly state: 'done' | 'noGo' | 'held' | 'later' | 'changed'
  readonly leftAlone: readonly LeftAlone[]
}

type Step = 'done' | 'later' | 'changed' | 'stopped' | Why

/** What the mailbox remembers of an over-size FI is all there will be of it; it was refused in words that are lost. */
const TOO_LARGE = refusal(
  'SLU-SIZE',
  'The file is larger than a part may be.',
  'Split the declaration into several parts.',
)

export async function takeSet(files: readonly NamedFile[], goInMailbox: boolean, scene: Scene): Promise<SetOutcome> {
  const found = await lookAtAll(files, scene)
  const leftAlone: LeftAlone[] = found.flatMap(({ name, why }) => (why === null ? [] : [{ name, why }]))
  const { steps, goWaits } = planSet(found, goInMailbox)
  if (steps.length === 0) return { state: goWaits ? 'held' : 'noGo', leftAlone }
  const sound = found.filter(({ why }) => why === null)
  if (!areQuiet(sound, scene)) return { state: 'changed', leftAlone }
  const before = await takenBefore(steps, scene)
  let state: SetOutcome['state'] = goWaits ? 'held' : 'done'
  for (const file of steps) {
    if (scene.isOver()) return { state: 'changed', leftAlone }
    if (file.mark === 'GO' && state !== 'done') continue
    const step = await takeStep(file, before.get(keyOf({ name: file.name, session: sessionOf(file) })), scene)
    if (step === 'stopped') return { state: 'changed', leftAlone }
    if (step === 'later' || step === 'changed') state = step
    else if (step !== 'done') leftAlone.push({ name: file.name, why: step })
    if (step === 'unreadable') state = 'held'
  }
  return { state, leftAlone }
}

async function lookAtAll(
  files: readonly NamedFile[],
  { folder, settings }: Scene,
): Promise<(FoundFile & { readonly why: Why | null })[]> {
  const gateway = process.getuid ? BigInt(process.getuid()) : null
  const owners = { allowed: settings.owners, folder: folder.look.owner, gateway }
  const found: (FoundFile & { readonly why: Why | null })[] = []
  for (const file of files) {
    const look = await folder.lookAt(file.name)
    if (look) found.push({ ...file, look, why: whyLeftAlone(look, owners) })
  }
  return found
}

/** By name and session; whether it was cut off at the size limit. */
async function takenBefore(files: readonly FoundFile[], { deps, settings }: Scene): Promise<Map<string, boolean>> {
  const asked = files.map((file): FolderFile => ({ name: file.name, session: sessionOf(file) }))
  const known = await deps.ledger.takenBefore(settings.sender, asked)
  return new Map(known.map((file) => [keyOf(file), file.overLimit]))
}

/** Trouble with one file holds up its set and nothing else. */
async function takeStep(file: FoundFile, overLimit: boolean | undefined, scene: Scene): Promise<Step> {
  try {
    if (overLimit === true) return await refuse(file, TOO_LARGE, scene)
    if (overLimit === false) return await remove(file, 'again', scene)
    const taking = await takeFile(file, scene)
    if (taking.did === 'taken') return await remove(file, 'taken', scene)
    return taking.did === 'refused' ? await refuse(file, taking.refusal, scene) : taking.did
  } catch (error) {
    if (!(error instanceof FolderTrouble)) throw error
    return tellLater(file, error.message, scene)
  }
}

async function remove(file: FoundFile, outcome: 'taken' | 'again', scene: Scene): Promise<Step> {
  const { deps, settings, metrics, memory } = scene
  const removed = await removeTaken(file, scene)
  if (memory.tidings.isNews(`taken ${file.name}`, sessionOf(file))) {
    metrics.file(outcome)
    if (outcome === 'again') deps.log.info('folder.takenBefore', { sender: settings.sender, name: file.name })
  }
  return removed ? 'done' : 'notRemovable'
}

async function refuse(file: FoundFile, why: Refusal, scene: Scene): Promise<Step> {
  if (!isForGood(why)) return tellLater(file, why.cause, scene)
  const { deps, settings, metrics, folder } = scene
  const aside = await setAside(folder, file.name, why)
  if (aside === null) return tellLater(file, 'Too many refused files have this name.', scene)
  metrics.file('refused')
  const { sender } = settings
  deps.log.warn('folder.fileRefused', { sender, name: file.name, code: why.code, cause: why.cause, remedy: why.remedy })
  return 'done'
}

function tellLater({ name }: FoundFile, cause: string, { deps, settings, memory }: Scene): Step {
  if (memory.tidings.isNews(`later ${name}`, cause))
    deps.log.warn('folder.fileLater', { sender: settings.sender, name, cause })
  return 'later'
}

function keyOf({ name, session }: FolderFile): string {
  return `${name} ${session}`
}
