import type { Reason } from '../reason.ts'

const OPTIONAL = /\[([^[\]]*)\]/g
const PLACEHOLDER = /\{(file|seen|expected|line|column)\}/g
const LENGTH_MAX = 300
/** What a terminal would obey or a reader not see: controls, line separators, marks of direction, zero width (case N4). */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

/**
 * Fills a text's placeholders from the reason. An optional piece in square brackets falls away when a field that it names is
 * absent or empty; elsewhere an absent field becomes a dash, so that an incomplete reason still reads as a sentence.
 */
export function filled(text: string, reason: Reason): string {
  return text
    .replaceAll(OPTIONAL, (_, piece: string) => (isComplete(piece, reason) ? piece : ''))
    .replaceAll(PLACEHOLDER, (_, field: string) => fieldOf(field, reason) ?? '–')
}

/** The placeholders of a text, each once, sorted. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, field = '']) => field))].sort()
}

function isComplete(piece: string, reason: Reason): boolean {
  return placeholdersOf(piece).every((field) => fieldOf(field, reason))
}

function fieldOf(field: string, reason: Reason): string | undefined {
  const value = reason[field as 'file' | 'seen' | 'expected' | 'line' | 'column']
  return value === undefined ? undefined : safe(String(value))
}

/** One line that shows what it is, whatever a stranger put into it. */
export function safe(value: string): string {
  const shown = value
    .slice(0, LENGTH_MAX)
    .replaceAll(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
  return value.length > LENGTH_MAX ? `${shown}…` : shown
}
