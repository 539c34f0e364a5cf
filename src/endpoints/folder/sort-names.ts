/** What the names in a folder tell: which files wait for a GO together, and which are none of ours. Pure. */
import { FOLDERS, type InFolder } from '../../batch/environment.ts'
import type { Mark } from '../../batch/file-name.ts'
import { routeOf } from '../../batch/set-key.ts'
import type { Listed } from './held-folder.ts'

/** Why a file is not taken in and stays where it is. */
export const WHYS = [
  ...(['temporary', 'noSet', 'folder', 'link', 'other', 'hardLink', 'foreignOwner', 'unreadable'] as const),
  'notRemovable' as const, // it was taken in, but cannot be removed
]
export type Why = (typeof WHYS)[number]

export type NamedFile = {
  readonly name: string
  readonly mark: Mark
  /** Where a client of another channel would have put it. */
  readonly folder: InFolder
  readonly rawKey: string
}

export type LeftAlone = { readonly name: string; readonly why: Why }

export type SortedNames = {
  /** By raw set key, in the order of the listing. */
  readonly sets: Map<string, NamedFile[]>
  readonly leftAlone: LeftAlone[]
}

const PLAIN = /^[\x21-\x7e]+$/
const ENVIRONMENT_ELEMENT = 5

/**
 * `own`: names of folders that are ours. What is no file but has the name of one belongs to its set, and holds it up. `before`: what
 * came of the names before these, which is added to.
 */
export function sortNames(
  listed: readonly Listed[],
  temporary: readonly string[],
  own: ReadonlySet<string>,
  before: SortedNames = { sets: new Map(), leftAlone: [] },
): SortedNames {
  const { sets, leftAlone } = before
  for (const { name, kind } of listed) {
    if (kind === 'folder' && own.has(name)) continue
    const named = namedFile(name, temporary)
    const isFile = kind === 'file' || kind === 'unknown'
    if (typeof named !== 'string') addTo(sets, named)
    if (!isFile) leftAlone.push({ name, why: kind })
    else if (typeof named === 'string') leftAlone.push({ name, why: named })
  }
  return before
}

function addTo(sets: Map<string, NamedFile[]>, file: NamedFile): void {
  const set = sets.get(file.rawKey)
  if (set) set.push(file)
  else sets.set(file.rawKey, [file])
}

function namedFile(name: string, temporary: readonly string[]): NamedFile | 'temporary' | 'noSet' {
  if (!PLAIN.test(name)) return 'noSet'
  const folder = folderOf(name)
  const route = routeOf(folder, name, temporary)
  if (route.kind === 'temporary') return 'temporary'
  return route.kind === 'member' ? { name, mark: route.mark, folder, rawKey: route.rawKey } : 'noSet'
}

/** By the environment in the name; IN when there is none to be read, where the sender is told so (rule 1.8). */
function folderOf(name: string): InFolder {
  const environment = name.split('.')[ENVIRONMENT_ELEMENT]
  return FOLDERS.find((row) => row.environment === environment)?.in ?? 'IN'
}
