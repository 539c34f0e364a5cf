import type { Books } from '../../../ledger/books.ts'
import { PLACES } from '../../places.ts'
import type { Seen } from './parts.tsx'

export type CountedBooks = { readonly books: Books; readonly at: Date }

/** The promise that no file is lost, kept or not; nothing before the first count. */
export function BooksBadge({ seen, counted }: { readonly seen: Seen; readonly counted: CountedBooks | null }) {
  if (!counted) return null
  const { t, formats } = seen
  const { books, at } = counted
  const files = filesIn(books)
  return (
    <a class={`books ${books.imbalance === 0 ? 'is-good' : 'is-bad'}`} href={`${PLACES.health}#books`}>
      <b>{formats.number(books.imbalance)}</b>
      <span>{t(books.imbalance === 0 ? 'dashboard.balanced' : 'dashboard.unbalanced')}</span>
      <small>{t('dashboard.counted', { files: formats.number(files), time: formats.time(at) })}</small>
    </a>
  )
}

/** All that were counted, wherever they are. */
export function filesIn({ places, imbalance }: Books): number {
  return Object.values(places).reduce((sum, count) => sum + count, imbalance)
}
