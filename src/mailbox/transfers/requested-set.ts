/** Which set a request speaks of, and whether its parts belong to it. */
import { type Environment, FOLDERS, folderRow, type InFolder, isEnvironment } from '../../batch/environment.ts'
import { parseFileName } from '../../batch/file-name.ts'
import type { Reason } from '../../batch/reason.ts'
import { routeOf } from '../../batch/set-key.ts'
import type { PartKind } from './transfers.ts'

export type RequestedSet = {
  /** `GO.` and the name of the set. */
  readonly goName: string
  /** Elements 2 to 6. */
  readonly setKey: string
  readonly environment: Environment
  readonly rawKey: string
}

const SET_ELEMENTS = 5
const MARKS = { declaration: ['FI', 131], signature: ['FS', 132] } as const

export function requestedSet(setName: string): RequestedSet {
  const goName = `GO.${setName}`
  const folder = folderOfName(goName)
  const { environment } = FOLDERS.find((row) => row.in === folder) ?? folderRow('R')
  const route = routeOf(folder, goName, [])
  const rawKey = route.kind === 'temporary' ? goName : route.rawKey
  return { goName, setKey: setName.split('.').slice(0, SET_ELEMENTS).join('.'), environment, rawKey }
}

/** rule 14.1: the folder that the environment in a file's name asks for; IN when it tells none. */
export function folderOfName(fileName: string): InFolder {
  const letter = fileName.split('.')[SET_ELEMENTS] ?? ''
  return isEnvironment(letter) ? folderRow(letter).in : 'IN'
}

/**
 * rule 14.2: a declaration is named FI and a signature FS, and elements 2 to 6 are those of the set (131, 132). A name that the gate
 * faults by itself is left to it, and so is everything when that is the name of the set.
 */
export function belongingFaults(
  { goName, setKey }: RequestedSet,
  parts: readonly { readonly kind: PartKind; readonly name: string }[],
): readonly Reason[] {
  if (!parseFileName(goName).ok) return []
  return parts.flatMap(({ kind, name }): Reason[] => {
    const [mark, code] = MARKS[kind]
    const [seen, ...elements] = name.split('.')
    const belongs = seen === mark && elements.slice(0, SET_ELEMENTS).join('.') === setKey
    if (belongs || !parseFileName(name).ok) return []
    const parts = elements.slice(SET_ELEMENTS)
    return [{ code, file: name, seen: name, expected: [mark, setKey, ...parts].join('.'), detail: 'set' }]
  })
}
