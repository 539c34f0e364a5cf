import { Empty } from '../../../http/components/empty.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Section } from '../../../http/components/section.tsx'
import { State } from '../../../http/components/state.tsx'
import { Table } from '../../../http/components/table.tsx'
import { PLACES as BOOK_PLACES, RECENT_HOURS } from '../../../ledger/books.ts'
import { PLACES } from '../../places.ts'
import type { CountedBooks } from './books-badge.tsx'
import type { Seen } from './parts.tsx'

/** Where every accepted file is; places without any are there too, for the sum is the promise. */
export function BooksTable({ seen, counted }: { readonly seen: Seen; readonly counted: CountedBooks | null }) {
  const { t, formats } = seen
  const title = t('health.books', { hours: RECENT_HOURS })
  if (!counted) {
    return (
      <Section id="books" title={title}>
        <Empty>{t('health.notCounted')}</Empty>
      </Section>
    )
  }
  const { books, at } = counted
  const rows = BOOK_PLACES.map((place) => ({ place: t(`health.place.${place}`), files: books.places[place] }))
  return (
    <Section id="books" title={title} aside={<Balance seen={seen} isEven={books.imbalance === 0} />}>
      <p>{t('health.booksText', { time: formats.stamp(at) })}</p>
      {books.misfits.length > 0 && <Misfits seen={seen} ids={books.misfits} />}
      <Table
        caption={title}
        rows={[...rows, { place: t('health.nowhere'), files: books.imbalance }]}
        keyOf={({ place }) => place}
        columns={[
          { title: t('health.place'), cell: ({ place }) => place },
          {
            title: t('health.files'),
            isNumber: true,
            cell: ({ files }) => <span class={files === 0 ? 'zero' : undefined}>{formats.number(files)}</span>,
          },
        ]}
      />
    </Section>
  )
}

function Balance({ seen: { t }, isEven }: { readonly seen: Seen; readonly isEven: boolean }) {
  if (isEven) return <State tone="good">{t('dashboard.balanced')}</State>
  return <State tone="bad">{t('dashboard.unbalanced')}</State>
}

function Misfits({ seen: { t }, ids }: { readonly seen: Seen; readonly ids: readonly string[] }) {
  return (
    <Note tone="bad">
      <p>{t('health.misfits')}</p>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <a class="id" href={`${PLACES.submissions}/${id}`}>
              {id}
            </a>
          </li>
        ))}
      </ul>
    </Note>
  )
}
