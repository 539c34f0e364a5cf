/** What waits for a person, and what may or may not have been handed over. */
import { Empty } from '../../../http/components/empty.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { findAll } from '../../operations/find/submissions.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { SubmissionTable } from './table.tsx'

const SHOWN = 20

const PARTS = [
  {
    id: 'parked-sets',
    title: 'submissions.parkedSets',
    none: 'submissions.nothingParked',
    filter: { parked: true },
    query: 'parked=yes',
  },
  {
    id: 'parked-handovers',
    title: 'submissions.parkedHandovers',
    none: 'submissions.nothingParked',
    filter: { delivery: 'parked' },
    query: 'delivery=parked',
  },
  {
    id: 'in-doubt',
    title: 'submissions.doubtful',
    none: 'submissions.nothingInDoubt',
    filter: { delivery: 'inDoubt' },
    query: 'delivery=inDoubt',
  },
] as const

export const PARKED_PAGE = consolePage({
  ...{ method: 'GET', path: PLACES.parked, role: 'viewer' },
  async handle(ask) {
    const { t, ground } = ask
    const found = await Promise.all(PARTS.map(({ filter }) => findAll(ground, filter, { limit: SHOWN })))
    return {
      title: t('nav.parked'),
      body: (
        <>
          <Head title={t('nav.parked')} />
          {PARTS.map(({ id, title, none, query }, index) => {
            const rows = found[index]?.rows ?? []
            const all = <a href={`${PLACES.submissions}?${query}`}>{t('submissions.act')}</a>
            return (
              <Section key={id} id={id} title={t(title)} aside={rows.length > 0 && all}>
                {rows.length === 0 ? (
                  <Empty>{t(none)}</Empty>
                ) : (
                  <SubmissionTable {...{ ask, rows, caption: t(title), isMarkable: false }} />
                )}
              </Section>
            )
          })}
        </>
      ),
    }
  },
})
