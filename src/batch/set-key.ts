/**
 * Which set a file belongs to, told from its name alone and before anything is judged: a misnamed file must still reach the
 * GO that it was meant for (decision 4).
 */
import { FOLDERS, type InFolder } from './environment.ts'
import { isMark, type Mark } from './file-name.ts'

export type Route =
  /** `rawKey`: folder and elements 2 to 6 as text, right or wrong. */
  | { readonly kind: 'member'; readonly mark: Mark; readonly rawKey: string }
  /** A submission of its own, named by the whole name. */
  | { readonly kind: 'unroutable'; readonly rawKey: string }
  /** A client's working name: member of nothing until it is renamed (decision 5). */
  | { readonly kind: 'temporary' }

const LEADING_DOT = '.*'
const ELEMENTS_MIN = 6

/** `temporary`: suffixes such as `.part`, and `.*` for names with a leading dot (`names.temporary`). */
export function routeOf(folder: InFolder, name: string, temporary: readonly string[]): Route {
  if (temporaryMark(name, temporary)) return { kind: 'temporary' }
  const elements = name.split('.')
  const mark = elements[0] ?? ''
  if (!isMark(mark) || elements.length < ELEMENTS_MIN) return { kind: 'unroutable', rawKey: name }
  return { kind: 'member', mark, rawKey: rawKey(folder, elements.slice(1, ELEMENTS_MIN).join('.')) }
}

/** The name that a temporary one stands for: without its leading dot or suffix. */
export function finalName(name: string, temporary: readonly string[]): string {
  const mark = temporaryMark(name, temporary)
  if (!mark) return name
  return finalName(mark === LEADING_DOT ? name.slice(1) : name.slice(0, -mark.length), temporary)
}

/** The raw keys under which a set of this key may have been sent: one for each folder. */
export function rawKeysOf(setKey: string): string[] {
  return FOLDERS.map((row) => rawKey(row.in, setKey))
}

function rawKey(folder: InFolder, setKey: string): string {
  return `${folder}/${setKey}`
}

function temporaryMark(name: string, temporary: readonly string[]): string | undefined {
  return temporary.find((mark) => (mark === LEADING_DOT ? name.startsWith('.') : name.endsWith(mark)))
}
