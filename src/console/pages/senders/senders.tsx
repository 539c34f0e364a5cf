/** All senders. */
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Paging } from '../../../http/components/paging.tsx'
import { Head } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../../http/keyset.ts'
import { type ListedSender, SENDER_SORTS, type SenderFilter } from '../../../registry/sender-list.ts'
import { SENDER, type SenderState } from '../../../registry/transitions.ts'
import type { Ask } from '../../ask.ts'
import { seeSenders } from '../../operations/senders.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { CHANNEL_NAMES } from '../sessions/words.ts'
import { senderPath } from './place.ts'
import { SenderStanding } from './standing.tsx'

export const SENDERS_PAGE = consolePage({
  method: 'GET',
  path: PLACES.senders,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, operator, path, query } = ask
    const filter = senderFilter(query)
    const found = await seeSenders(ground, operator, { ...filter, limit: PAGE_SIZE + 1 })
    const self = withQuery(`${path}?${query}`, { after: undefined, done: undefined, lang: undefined })
    const page = pageOf(found, { path: self, after: filter.after, pageSize: PAGE_SIZE }, (row) => row.senderNumber)
    const isNarrowed = Boolean(filter.text ?? filter.state)
    return {
      title: t('senders.title'),
      body: (
        <>
          <Head title={t('senders.title')} lead={t('senders.lead')} />
          <Narrowing {...{ ask, filter, isNarrowed }} />
          {page.items.length === 0 ? (
            <Empty>{t(isNarrowed ? 'senders.noMatch' : 'senders.none')}</Empty>
          ) : (
            <SenderTable ask={ask} senders={page.items} />
          )}
          <Paging
            label={t('paging.label')}
            shown={t('paging.shown', { count: page.items.length })}
            first={filter.after === undefined ? undefined : { href: self, label: t('paging.first') }}
            next={page.next === undefined ? undefined : { href: page.next, label: t('paging.next') }}
          />
        </>
      ),
    }
  },
})

const STATES = Object.keys(SENDER.moves) as SenderState[]

/** Of an address: what it does not know is ignored. */
export function senderFilter(query: URLSearchParams): Omit<SenderFilter, 'limit'> {
  const text = (query.get('q') ?? '').trim().slice(0, 100)
  const after = query.get('after') ?? ''
  return {
    ...{ text: text || undefined, state: STATES.find((state) => state === query.get('state')) },
    sort: SENDER_SORTS.find((sort) => sort === query.get('sort')) ?? 'number',
    after: /^\d{6}$/.test(after) ? after : undefined,
  }
}

type NarrowingProps = {
  readonly ask: Ask
  readonly filter: Omit<SenderFilter, 'limit'>
  readonly isNarrowed: boolean
}

function Narrowing({ ask: { t, path }, filter, isNarrowed }: NarrowingProps) {
  return (
    <FilterBar
      action={path}
      label={t('senders.filter')}
      button={t('button.search')}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <TextField name="q" label={t('senders.text')} type="search" value={filter.text ?? ''} lengthMax={100} />
      <SelectField
        name="state"
        label={t('senders.state')}
        value={filter.state ?? ''}
        options={[
          { value: '', label: t('senders.anyState') },
          ...STATES.map((value) => ({ value, label: t(`senders.state.${value}`) })),
        ]}
      />
      <SelectField
        name="sort"
        label={t('senders.sort')}
        value={filter.sort}
        options={SENDER_SORTS.map((value) => ({ value, label: t(`senders.sort.${value}`) }))}
      />
    </FilterBar>
  )
}

function SenderTable({ ask, senders }: { readonly ask: Ask; readonly senders: readonly ListedSender[] }) {
  const { t, formats } = ask
  return (
    <Table
      caption={t('senders.title')}
      rows={senders}
      keyOf={({ senderNumber }) => senderNumber}
      columns={[
        {
          title: t('senders.number'),
          cell: ({ senderNumber }) => (
            <a class="id" href={senderPath(senderNumber)}>
              {senderNumber}
            </a>
          ),
        },
        {
          title: t('senders.name'),
          cell: ({ legalName, enterpriseNumber }) => (
            <>
              {legalName}
              <br />
              <span class="id quiet small">{enterpriseNumber}</span>
            </>
          ),
        },
        { title: t('senders.quality'), isOptional: true, cell: ({ qualityCode }) => qualityCode },
        { title: t('senders.state'), cell: (sender) => <SenderStanding t={t} {...sender} /> },
        { title: t('senders.channels'), cell: ({ channels }) => <Channels {...{ ask, channels }} /> },
        {
          title: t('senders.lastSeen'),
          cell: ({ lastSeenAt: at }) => (at ? <Moment at={at}>{formats.stamp(at)}</Moment> : t('senders.never')),
        },
        {
          title: t('senders.lastSet'),
          cell: ({ lastSetAt: at }) => (at ? <Moment at={at}>{formats.stamp(at)}</Moment> : t('senders.never')),
        },
      ]}
    />
  )
}

function Channels({ ask: { t }, channels }: { readonly ask: Ask } & Pick<ListedSender, 'channels'>) {
  if (channels.length === 0) return <span class="quiet">{t('senders.noChannels')}</span>
  const words = channels.map(({ type, state }) =>
    state === 'suspended' ? `${CHANNEL_NAMES[type]} (${t('senders.channel.suspended')})` : CHANNEL_NAMES[type],
  )
  return <>{words.join(', ')}</>
}
