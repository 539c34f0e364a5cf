import type { AuditFilter } from '../../../registry/search-audit.ts'
import { readFilter } from './filter-words.ts'

/** Of an address; what does not fit is left out. */
export function readAuditFilter(query: URLSearchParams): {
  readonly filter: AuditFilter
  readonly before: number | undefined
} {
  const text = (name: string) =>
    query
      .get(name)
      ?.trim()
      .replace(/[\0\p{Cs}]/gu, '\uFFFD') || undefined
  const { from, until } = readFilter(query).filter
  const after = Number(query.get('after') ?? Number.NaN)
  return {
    filter: { actor: text('actor'), subject: text('subject'), from, until },
    before: Number.isSafeInteger(after) && after > 0 ? after : undefined,
  }
}
