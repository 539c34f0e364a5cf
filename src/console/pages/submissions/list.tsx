/** Submissions by any filter, the latest first, and what can be done to them. */

import { isUuid } from '../../../base/ids.ts'
import { CHANNEL_TYPES } from '../../../batch/channel.ts'
import { ENVIRONMENTS } from '../../../batch/environment.ts'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Paging } from '../../../http/components/paging.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { PAGE_SIZE, withQuery } from '../../../http/keyset.ts'
import { SEARCH_DELIVERIES, SEARCH_STATES, SEARCH_TIMES } from '../../../ledger/search/search-filter.ts'
import type { Ask } from '../../ask.ts'
import { filterText, readFilter } from '../../operations/find/filter-words.ts'
import { type FoundPage, findAll } from '../../operations/find/submissions.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { mayUse } from '../../role.ts'
import { ActBar } from './act-bar.tsx'
import { SubmissionTable } from './table.tsx'

export const LIST_PAGE = consolePage({
  method: 'GET',
  path: PLACES.submissions,
  role: 'viewer',
  async handle(ask) {
    const { t, query, ground } = ask
    const after = query.get('after') ?? ''
    const { filter } = readFilter(query)
    const found = await findAll(ground, filter, { after: isUuid(after) ? after : undefined, limit: PAGE_SIZE })
    return { title: t('nav.submissions'), body: <Submissions {...{ ask, found }} /> }
  },
})

type Props = { readonly ask: Ask; readonly found: FoundPage }

function Submissions({ ask, found }: Props) {
  const { t, query, operator } = ask
  const text = filterText(query)
  const self = text === '' ? PLACES.submissions : `${PLACES.submissions}?${text}`
  const mayAct = mayUse('operator', operator.role)
  const table = <SubmissionTable {...{ ask, rows: found.rows, caption: t('nav.submissions'), isMarkable: mayAct }} />
  return (
    <>
      <Head title={t('nav.submissions')} lead={countIn(ask, found)} />
      <Narrowing ask={ask} isNarrowed={text !== ''} />
      {found.rows.length === 0 && <Empty>{t(found.isCutShort ? 'submissions.noneYet' : 'submissions.none')}</Empty>}
      {found.rows.length > 0 && (mayAct ? <ActBar {...{ ask, filter: text }}>{table}</ActBar> : table)}
      <Paging
        label={t('paging.label')}
        shown={t('paging.shown', { count: found.rows.length })}
        first={query.has('after') ? { href: self, label: t('paging.first') } : undefined}
        next={
          found.next === null
            ? undefined
            : {
                href: withQuery(self, { after: found.next }),
                label: t(found.isCutShort ? 'submissions.further' : 'paging.next'),
              }
        }
      />
    </>
  )
}

const COUNTED_MAX = 10_000

function countIn({ t }: Pick<Ask, 't'>, { count: told }: FoundPage): string | undefined {
  if (told === null) return undefined
  const { count, isAtLeast } = told
  if (!isAtLeast) return t('submissions.count', { count })
  return t(count >= COUNTED_MAX ? 'submissions.many' : 'submissions.atLeast', { count })
}

function Narrowing({ ask: { t, query }, isNarrowed }: { readonly ask: Ask; readonly isNarrowed: boolean }) {
  const value = (name: string) => query.get(name) ?? ''
  const options = <Value extends string>(values: readonly Value[], word: (value: Value) => string) => [
    { value: '', label: t('submissions.any') },
    ...values.map((one) => ({ value: one, label: word(one) })),
  ]
  const text = (name: 'sender' | 'enterprise' | 'service' | 'code') => (
    <TextField name={name} label={t(`submissions.${name}`)} value={value(name)} lengthMax={15} />
  )
  return (
    <FilterBar
      action={PLACES.submissions}
      label={t('submissions.filter')}
      button={t('button.search')}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <TextField
        {...{ name: 'q', id: 'find', label: t('submissions.q'), hint: t('submissions.qHint') }}
        {...{ type: 'search', value: value('q'), lengthMax: 255 }}
      />
      <SelectField
        {...{ name: 'state', label: t('submissions.state'), value: value('state') }}
        options={options(SEARCH_STATES, (state) => t(`submissions.is.${state}`))}
      />
      <SelectField
        {...{ name: 'delivery', label: t('submissions.delivery'), value: value('delivery') }}
        options={options(SEARCH_DELIVERIES, (state) => t(`submissions.handover.${state}`))}
      />
      <SelectField
        {...{ name: 'parked', label: t('submissions.is.parked'), value: value('parked') }}
        options={options(['yes'], () => t('submissions.is.parked'))}
      />
      {text('sender')}
      {text('enterprise')}
      {text('service')}
      {text('code')}
      <SelectField
        {...{ name: 'environment', label: t('submissions.environment'), value: value('environment') }}
        options={options(ENVIRONMENTS, (letter) => letter)}
      />
      <SelectField
        {...{ name: 'channel', label: t('submissions.channel'), value: value('channel') }}
        options={options(CHANNEL_TYPES, (channel) => channel.toUpperCase())}
      />
      <SelectField
        {...{ name: 'time', label: t('submissions.time'), value: value('time') }}
        options={SEARCH_TIMES.map((time) => ({ value: time, label: t(`submissions.time.${time}`) }))}
      />
      <TextField {...{ name: 'from', label: t('submissions.from'), type: 'date', value: value('from').slice(0, 10) }} />
      <TextField
        {...{ name: 'until', label: t('submissions.until'), type: 'date', value: value('until').slice(0, 10) }}
      />
    </FilterBar>
  )
}
