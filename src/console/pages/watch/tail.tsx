/** What happens now: the newest events of all machines, narrowed as one likes. */

import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Id } from '../../../http/components/facts.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Head } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { HAPPENING_KINDS, type Happening } from '../../../ledger/watch/happenings.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { mayUse } from '../../role.ts'
import { readTailFilter, SHOWN_MAX, shownOf, type TailFilter } from '../../watch/tail-filter.ts'
import { type Seen, StaleNote } from './parts.tsx'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.tail,
  role: 'viewer',
  async handle(seen) {
    const { t, ground, query, operator } = seen
    const filter = readTailFilter(query)
    const part = await ground.watch.tail()
    const shown = shownOf(part.value ?? [], filter, mayUse('operator', operator.role))
    return {
      title: t('tail.title'),
      crumbs: [{ label: t('dashboard.title'), href: PLACES.overview }, { label: t('tail.title') }],
      scripts: ['live'],
      body: (
        <div data-live={PLACES.liveTail}>
          <Head title={t('tail.heading')} lead={t('tail.lead', { count: SHOWN_MAX })} />
          <Filter seen={seen} filter={filter} isNarrowed={Object.values(filter).some((word) => word !== '')} />
          <div data-part="tail">
            <StaleNote {...seen} part={part} />
            {shown.length === 0 ? <Empty>{t('tail.empty')}</Empty> : <Happenings seen={seen} shown={shown} />}
          </div>
        </div>
      ),
    }
  },
})

type FilterProps = { readonly seen: Seen; readonly filter: TailFilter; readonly isNarrowed: boolean }

function Filter({ seen: { t }, filter, isNarrowed }: FilterProps) {
  const kinds = [
    { value: '', label: t('tail.any') },
    ...HAPPENING_KINDS.map((kind) => ({ value: kind, label: t(`tail.kind.${kind}`) })),
  ]
  return (
    <FilterBar
      {...{ action: PLACES.tail, label: t('tail.filter'), button: t('tail.show') }}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <TextField name="sender" label={t('service.sender')} value={filter.sender} lengthMax={6} inputMode="numeric" />
      <TextField name="service" label={t('watch.service')} value={filter.service} lengthMax={4} />
      <SelectField name="kind" label={t('tail.kind')} options={kinds} value={filter.kind} />
    </FilterBar>
  )
}

function Happenings({ seen, shown }: { readonly seen: Seen; readonly shown: readonly Happening[] }) {
  const { t, formats } = seen
  return (
    <Table
      caption={t('tail.title')}
      rows={shown}
      keyOf={({ key }) => key}
      columns={[
        { title: t('watch.time'), cell: ({ at }) => <Moment at={at}>{formats.stamp(at)}</Moment> },
        { title: t('tail.kind'), cell: ({ kind }) => t(`tail.kind.${kind}`) },
        { title: t('tail.event'), cell: ({ event, submissionId }) => <EventLink {...{ event, submissionId }} /> },
        { title: t('service.sender'), cell: ({ sender }) => sender },
        { title: t('watch.service'), cell: ({ service }) => service, isOptional: true },
        { title: t('watch.environment'), cell: ({ environment }) => environment, isOptional: true },
        { title: t('tail.detail'), cell: ({ detail }) => <Id>{detail}</Id>, isOptional: true },
      ]}
    />
  )
}

/** As the log calls it, so that both can be searched by the same word. */
function EventLink({ event, submissionId }: Pick<Happening, 'event' | 'submissionId'>) {
  if (submissionId === null) return <Id>{event}</Id>
  return (
    <a class="id" href={`${PLACES.submissions}/${submissionId}`}>
      {event}
    </a>
  )
}

export const TAIL_PAGES = [SHOW]
