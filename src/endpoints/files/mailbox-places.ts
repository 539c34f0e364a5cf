/** What a path means in a mailbox. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { FOLDERS, type Folder } from '../../batch/environment.ts'
import type { BytePath } from './client-files.ts'
import { elementsOf } from './paths.ts'

export type FilePlace = { readonly at: 'file'; readonly folder: Folder; readonly name: string }

export type Place =
  | { readonly at: 'root' }
  | { readonly at: 'folder'; readonly folder: Folder }
  | FilePlace
  /** A name with bytes that no file of ours can have. */
  | { readonly at: 'illegal' }
  | { readonly at: 'nowhere' }

export const ALL_FOLDERS: readonly Folder[] = FOLDERS.flatMap((row) => [row.in, row.out])

export const NO_SUCH_FILE: Refusal = refusal(
  'SLU-MISSING',
  'There is no such file.',
  'List the folder to see its files.',
)

const NOT_A_FOLDER: Refusal = refusal(
  'SLU-FOLDER',
  'Files can be put into IN, INTEST and INTEST-S only.',
  'Change to one of these folders.',
)

export const OTHER_FOLDER: Refusal = refusal(
  'SLU-FOLDER',
  'A file cannot be moved to another folder.',
  'Send it into the other folder, and delete it here.',
)

const ILLEGAL_NAME: Refusal = refusal(
  'SLU-NAME',
  'The name contains a space, a control character or a character outside ASCII.',
  'Use the official file name.',
)

/** Printable ASCII without the space; anything else never becomes a name, so that no two byte names meet (case N7). */
const LEGAL_BYTES = /^[\x21-\x7e]+$/

export function placeOf(path: BytePath): Place {
  const [first, name, ...others] = elementsOf(path)
  if (first === undefined) return { at: 'root' }
  const folder = ALL_FOLDERS.find((candidate) => candidate === first)
  if (!folder || others.length > 0) return { at: 'nowhere' }
  if (name === undefined) return { at: 'folder', folder }
  return LEGAL_BYTES.test(name) ? { at: 'file', folder, name } : { at: 'illegal' }
}

/** Where something that exists is named: what cannot exist is missing. */
export function fileAt(path: BytePath): Result<FilePlace, Refusal> {
  const place = placeOf(path)
  return place.at === 'file' ? ok(place) : no(NO_SUCH_FILE)
}

/** Where something shall come to be: the sender learns what is wrong with the place or the name. */
export function targetAt(path: BytePath): Result<FilePlace, Refusal> {
  const place = placeOf(path)
  if (place.at === 'file') return ok(place)
  return no(place.at === 'illegal' ? ILLEGAL_NAME : NOT_A_FOLDER)
}
