/** Who is connected now, and what is going on. */
import { CHANNEL_TYPES } from '../../../batch/channel.ts'
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import { SESSION_SORTS, type ShownSession } from '../../../registry/sessions/find-sessions.ts'
import type { Ask } from '../../ask.ts'
import {
  channelIn,
  SESSIONS_SHOWN_MAX,
  type SessionQuery,
  seeSessions,
  sessionSortIn,
} from '../../operations/sessions.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { senderPath } from '../senders/place.ts'
import { SessionCourse, sessionCourse } from './course.tsx'
import { CHANNEL_NAMES } from './words.ts'

export const SESSIONS_PAGE = consolePage({
  method: 'GET',
  path: PLACES.sessions,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, operator } = ask
    const query = queryOf(ask)
    const { counts, sessions } = await seeSessions(ground, operator, query)
    const course = await sessionCourse(ask)
    const isNarrowed = Boolean(query.text ?? query.endpoint ?? query.sender)
    return {
      title: t('sessions.title'),
      body: (
        <>
          <Head title={t('sessions.title')} lead={t('sessions.lead', counts)} />
          <Narrowing {...{ ask, query, isNarrowed }} />
          {sessions.length === 0 ? (
            <Empty>{t(isNarrowed ? 'sessions.noMatch' : 'sessions.none')}</Empty>
          ) : (
            <SessionTable ask={ask} sessions={sessions} />
          )}
          {sessions.length === SESSIONS_SHOWN_MAX && (
            <Note tone="warn">{t('sessions.capped', { max: SESSIONS_SHOWN_MAX })}</Note>
          )}
          <SessionCourse ask={ask} {...course} />
        </>
      ),
    }
  },
})

function queryOf({ query }: Ask): SessionQuery {
  const text = (query.get('q') ?? '').trim().slice(0, 100)
  return {
    ...{ endpoint: channelIn(query.get('channel')), sort: sessionSortIn(query.get('sort')) },
    ...{ text: text || undefined, sender: query.get('sender') ?? undefined },
  }
}

type NarrowingProps = { readonly ask: Ask; readonly query: SessionQuery; readonly isNarrowed: boolean }

function Narrowing({ ask: { t, path }, query, isNarrowed }: NarrowingProps) {
  const channels = CHANNEL_TYPES.map((value) => ({ value, label: CHANNEL_NAMES[value] }))
  return (
    <FilterBar
      action={path}
      label={t('sessions.filter')}
      button={t('button.search')}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <TextField name="q" label={t('sessions.text')} type="search" value={query.text ?? ''} lengthMax={100} />
      <SelectField
        name="channel"
        label={t('sessions.channel')}
        value={query.endpoint ?? ''}
        options={[{ value: '', label: t('sessions.all') }, ...channels]}
      />
      <SelectField
        name="sort"
        label={t('sessions.sort')}
        value={query.sort}
        options={SESSION_SORTS.map((value) => ({ value, label: t(`sessions.sort.${value}`) }))}
      />
      {query.sender !== undefined && <input type="hidden" name="sender" value={query.sender} />}
    </FilterBar>
  )
}

export function SessionTable({ ask, sessions }: { readonly ask: Ask; readonly sessions: readonly ShownSession[] }) {
  const { t, formats, now, operator } = ask
  const mayEnd = doesRoleReach(operator.role, 'operator')
  return (
    <Table
      caption={t('sessions.title')}
      rows={sessions}
      keyOf={({ session }) => session}
      columns={[
        { title: t('sessions.account'), cell: (session) => <Who session={session} /> },
        { title: t('sessions.channel'), cell: ({ endpoint }) => CHANNEL_NAMES[endpoint] },
        { title: t('sessions.from'), cell: (session) => <From session={session} /> },
        {
          title: t('sessions.client'),
          cell: ({ client }) => client || <span class="quiet">{t('sessions.unnamed')}</span>,
        },
        {
          title: t('sessions.since'),
          cell: ({ since }) => <Moment at={since}>{formats.age(since, now)}</Moment>,
        },
        { title: t('sessions.doing'), cell: (session) => <Doing {...{ ask, session }} /> },
        {
          title: t('sessions.moved'),
          isNumber: true,
          cell: ({ bytesIn, bytesOut, files }) => (
            <>
              {formats.bytes(bytesIn)} / {formats.bytes(bytesOut)}
              <br />
              <span class="quiet small">{t('sessions.files', { count: files })}</span>
            </>
          ),
        },
        ...(mayEnd
          ? [
              {
                title: t('sessions.act'),
                cell: ({ session, account }: ShownSession) => (
                  <ButtonLink kind="small" href={`${PLACES.sessions}/${encodeURIComponent(session)}/end`}>
                    {t('sessions.end')} <span class="off">{account}</span>
                  </ButtonLink>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function Who({ session: { account, senderNumber, legalName } }: { readonly session: ShownSession }) {
  return (
    <>
      <a class="id" href={senderPath(senderNumber)}>
        {account}
      </a>
      <br />
      <span class="quiet small">{legalName}</span>
    </>
  )
}

function From({ session: { address, network } }: { readonly session: ShownSession }) {
  return (
    <>
      <span class="id nowrap">{address}</span>
      {network && (
        <>
          <br />
          <span class="quiet small">{network}</span>
        </>
      )}
    </>
  )
}

function Doing({ ask: { t, formats, now }, session }: { readonly ask: Ask; readonly session: ShownSession }) {
  const { doing, file, isEnding, lastAt } = session
  return (
    <>
      {t(`sessions.doing.${isEnding ? 'ending' : (doing ?? 'nothing')}`)} <span class="id">{file}</span>
      <br />
      <span class="quiet small">{formats.age(lastAt, now)}</span>
    </>
  )
}
