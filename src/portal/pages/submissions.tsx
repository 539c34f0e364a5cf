import { errorId } from '../../batch/acknowledgement-document.ts'
import { ENVIRONMENTS, isEnvironment } from '../../batch/environment.ts'
import { explain } from '../../batch/reasons/catalogue.ts'
import { safe } from '../../batch/reasons/fill.ts'
import { ButtonLink } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Environments } from '../../http/components/environments.tsx'
import { FilterBar } from '../../http/components/filter-bar.tsx'
import { Paging } from '../../http/components/paging.tsx'
import { Head } from '../../http/components/section.tsx'
import { Table } from '../../http/components/table.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import { Moment } from '../../http/components/timeline.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../http/keyset.ts'
import type { ListedSet } from '../../ledger/sender-submissions.ts'
import { SUBMISSION_STATES } from '../../ledger/sender-submissions.ts'
import type { Ask } from '../ask.ts'
import { type ListedSubmissions, listSubmissions, type QualityPlace } from '../operations/submissions.ts'
import { pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { standingOf } from '../standing.ts'
import { crumbsOf } from './scope.ts'
import { type Filter, filterIn, isNarrowed } from './submission/filter.ts'
import { StandingState } from './submission/state.tsx'

/** The sets of this quality's sender, the latest first. */
export const SUBMISSIONS_PAGE = pageRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/submissions',
  row: 'seeConfiguration',
  handle: async (ask) => {
    const { t, params, query, ground, actor } = ask
    const filter = filterIn(query)
    const listed = await listSubmissions(ground, actor, params, { ...filter, limit: PAGE_SIZE + 1 })
    if (!listed.ok) return listed.problem
    return {
      title: t('submissions.title'),
      crumbs: await crumbsOf(ask, params, t('submissions.title')),
      body: <Submissions ask={ask} place={params} filter={filter} listed={listed.value} />,
    }
  },
})

type Props = {
  readonly ask: Ask
  readonly place: QualityPlace
  readonly filter: Filter
  readonly listed: ListedSubmissions
}

function Submissions({ ask, place, filter, listed }: Props) {
  const { t, path, query } = ask
  const { senderNumber, found } = listed
  if (senderNumber === null) return <NoSender {...{ ask, place }} />
  const self = withQuery(`${path}?${query}`, { after: undefined, done: undefined, lang: undefined })
  const page = pageOf(
    found,
    { path: self, after: filter.after, pageSize: PAGE_SIZE },
    ({ submissionId }) => submissionId,
  )
  const nothing = isNarrowed(filter) ? t('submissions.noMatch') : t('submissions.none', { sender: senderNumber })
  return (
    <>
      <Head title={t('submissions.title')} lead={t('submissions.lead', { sender: senderNumber })} />
      <Narrowing {...{ ask, filter, listed }} />
      {found.length === 0 ? <Empty>{nothing}</Empty> : <List {...{ ask, place }} sets={page.items} />}
      <Paging
        label={t('paging.label')}
        shown={t('paging.shown', { count: page.items.length })}
        first={filter.after === undefined ? undefined : { href: self, label: t('paging.first') }}
        next={page.next === undefined ? undefined : { href: page.next, label: t('paging.next') }}
      />
    </>
  )
}

function NoSender({ ask: { t }, place }: Pick<Props, 'ask' | 'place'>) {
  return (
    <>
      <Head title={t('submissions.title')} />
      <Empty action={<ButtonLink href={qualityPath(place, 'structured-reports')}>{t('submissions.setUp')}</ButtonLink>}>
        {t('submissions.noSender')}
      </Empty>
    </>
  )
}

function Narrowing({ ask: { t, path }, filter, listed }: Pick<Props, 'ask' | 'filter' | 'listed'>) {
  const all = { value: '', label: t('submissions.all') }
  const services = [...new Set([...listed.services, ...(filter.service ? [filter.service] : [])])].sort()
  const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
  return (
    <FilterBar
      action={path}
      label={t('submissions.filter')}
      button={t('button.search')}
      {...(isNarrowed(filter) && { reset: t('button.showAll') })}
    >
      <TextField
        name="name"
        label={t('submissions.name')}
        hint={t('submissions.nameHint')}
        type="search"
        value={filter.name ?? ''}
        lengthMax={255}
      />
      <SelectField
        name="state"
        label={t('submissions.state')}
        value={filter.state ?? ''}
        options={[all, ...SUBMISSION_STATES.map((value) => ({ value, label: t(`submissions.filter.${value}`) }))]}
      />
      <SelectField
        name="service"
        label={t('submissions.service')}
        value={filter.service ?? ''}
        options={[all, ...optionsOf(services)]}
      />
      <SelectField
        name="environment"
        label={t('submissions.environment')}
        value={filter.environment ?? ''}
        options={[all, ...ENVIRONMENTS.map((value) => ({ value, label: t(`submissions.environment.${value}`) }))]}
      />
      {listed.senderNumbers.length > 1 && (
        <SelectField
          name="senderNumber"
          label={t('term.senderNumber')}
          value={listed.senderNumber ?? ''}
          options={optionsOf(listed.senderNumbers)}
        />
      )}
    </FilterBar>
  )
}

function List({ ask, place, sets }: Pick<Props, 'ask' | 'place'> & { readonly sets: readonly ListedSet[] }) {
  const { t, formats } = ask
  return (
    <Table
      caption={t('submissions.title')}
      rows={sets}
      keyOf={({ submissionId }) => submissionId}
      columns={[
        {
          title: t('submissions.set'),
          cell: ({ submissionId, setKey }) => (
            <a
              class={setKey.length <= USUAL_LENGTH ? 'id nowrap' : 'id'}
              href={qualityPath(place, `submissions/${submissionId}`)}
            >
              {safe(setKey)}
            </a>
          ),
        },
        { title: t('submissions.state'), cell: (set) => <StandingState t={t} standing={standingOf(set)} /> },
        { title: t('submissions.reasons'), cell: (set) => <Why {...{ ask, set }} /> },
        {
          title: t('submissions.received'),
          cell: ({ receivedAt }) => <Moment at={receivedAt}>{formats.stamp(receivedAt)}</Moment>,
        },
        {
          title: t('submissions.environment'),
          isOptional: true,
          cell: ({ environment }) => (isEnvironment(environment) ? <Environments letters={[environment]} /> : null),
        },
        {
          title: t('submissions.channel'),
          isOptional: true,
          cell: ({ channel }) => channel && t(`submissions.channel.${channel}`),
        },
      ]}
    />
  )
}

/** Of the name of a set; what is longer was made up by somebody, and is broken anywhere. */
const USUAL_LENGTH = 30

function Why({ ask: { language }, set }: { readonly ask: Ask; readonly set: ListedSet }) {
  const { codes = [], firstReason } = set.facts.verdict ?? {}
  if (!firstReason) return null
  return (
    <>
      {explain(firstReason, language).title} <span class="id small quiet">{codes.map(errorId).join(' ')}</span>
    </>
  )
}
