/** Folders and names: CWD, PWD, MKD, RMD, DELE, RNFR, RNTO, SIZE, MDTM, MFMT, MLST. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { BytePath, ClientFiles } from '../files/client-files.ts'
import { factsOf, parseTime, timeText } from './listing.ts'
import { type Reply, reply, replyOf } from './replies.ts'
import { pathOf, ROOT, type Visit } from './visit.ts'

/** A reply, or what the files refused. */
export type Answer = Promise<Result<Reply, Refusal>>

const NOT_A_FOLDER = refusal('SLU-FOLDER', 'This is not a folder.', 'Change to one that LIST shows.')
const NOT_A_FILE = refusal('SLU-MISSING', 'There is no such file.', 'List the folder to see its files.')
const FIXED_FOLDERS = refusal('SLU-OPERATION', 'Folders cannot be made or removed here.', 'Use those that are there.')

export async function changeFolder(visit: Visit, argument: string): Answer {
  const path = pathOf(visit, argument)
  const found = await filesOf(visit).stat(path)
  if (!found.ok) return found
  if (found.value.kind !== 'directory') return no(NOT_A_FOLDER)
  visit.folder = path
  return ok(replyOf(250, `Now in ${path}`))
}

export function parentFolder(visit: Visit): Answer {
  return changeFolder(visit, '..')
}

/** Quotation marks in a name are doubled (RFC 959, appendix II). */
export function currentFolder(visit: Visit): Reply {
  return replyOf(257, `${quoted(visit.folder)} is the current folder.`)
}

export async function makeFolder(visit: Visit, argument: string): Answer {
  const files = filesOf(visit)
  const path = pathOf(visit, argument)
  if (!files.makeFolder) return no(FIXED_FOLDERS)
  const made = await files.makeFolder(path, {})
  return made.ok ? ok(replyOf(257, `${quoted(path)} was made.`)) : made
}

export async function removeFolder(visit: Visit, argument: string): Answer {
  const files = filesOf(visit)
  if (!files.removeFolder) return no(FIXED_FOLDERS)
  return acted(await files.removeFolder(pathOf(visit, argument)))
}

export async function remove(visit: Visit, argument: string): Answer {
  return acted(await filesOf(visit).remove(pathOf(visit, argument)))
}

export async function renameFrom(visit: Visit, argument: string): Answer {
  const path = pathOf(visit, argument)
  const found = await filesOf(visit).lstat(path)
  if (!found.ok) return found
  visit.renameFrom = path
  return ok(reply('newNamePlease'))
}

/** An unsealed file of the new name is replaced, as STOR would replace it. */
export async function renameTo(visit: Visit, argument: string): Answer {
  const from = visit.renameFrom
  visit.renameFrom = null
  if (from === null) return ok(reply('renameFirst'))
  return acted(await filesOf(visit).rename(from, pathOf(visit, argument), true))
}

/** The same in both types: bytes are kept and sent as they are. */
export async function size(visit: Visit, argument: string): Answer {
  const found = await fileAt(visit, argument)
  return found.ok ? ok(replyOf(213, String(found.value.size))) : found
}

export async function modifiedAt(visit: Visit, argument: string): Answer {
  const found = await fileAt(visit, argument)
  return found.ok ? ok(replyOf(213, timeText(found.value.modifiedAt))) : found
}

export async function setModifiedAt(visit: Visit, argument: string): Answer {
  const [text = '', ...name] = argument.split(' ')
  const time = parseTime(text)
  if (!time || name.length === 0) return ok(reply('argumentMalformed'))
  const path = pathOf(visit, name.join(' '))
  const changed = await filesOf(visit).change(path, { times: { accessedAt: time, modifiedAt: time } })
  return changed.ok ? ok(replyOf(213, `Modify=${timeText(time)}; ${path}`)) : changed
}

export async function factsAbout(visit: Visit, argument: string): Answer {
  const path = argument === '' ? visit.folder : pathOf(visit, argument)
  const found = await filesOf(visit).stat(path)
  if (!found.ok) return found
  return ok(replyOf(250, 'Facts:', `${factsOf(found.value, visit.facts)} ${path}`, 'End.'))
}

async function fileAt(visit: Visit, argument: string) {
  const found = await filesOf(visit).stat(pathOf(visit, argument))
  return found.ok && found.value.kind !== 'file' ? no(NOT_A_FILE) : found
}

export function filesOf({ guest }: Visit): ClientFiles {
  if (!guest) throw new TypeError('a command on files without a log-in')
  return guest.files
}

function acted(outcome: Result<void, Refusal>): Result<Reply, Refusal> {
  return outcome.ok ? ok(reply('acted')) : outcome
}

function quoted(path: BytePath): string {
  return `"${(path === ROOT ? '/' : path).replaceAll('"', '""')}"`
}
