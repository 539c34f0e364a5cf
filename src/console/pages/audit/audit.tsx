/** Who did what, to whom, when and why; and how far the chain that keeps it unchanged has come. */

import { safe } from '../../../batch/reasons/fill.ts'
import { Empty } from '../../../http/components/empty.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { Paging } from '../../../http/components/paging.tsx'
import { Head } from '../../../http/components/section.tsx'
import { Table } from '../../../http/components/table.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../../http/keyset.ts'
import type { AuditRow } from '../../../registry/audit.ts'
import { CONTENTS_READ } from '../../../registry/contents-reads.ts'
import { chainState, searchAudit } from '../../../registry/search-audit.ts'
import type { Ask } from '../../ask.ts'
import { readAuditFilter } from '../../operations/find/audit-filter.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { Subject } from './subject.tsx'

const SHOW = consolePage({
  ...{ method: 'GET', path: PLACES.audit, role: 'viewer' },
  async handle(ask) {
    const { t, ground, query, path } = ask
    const { queries } = ground.database
    const { filter, before } = readAuditFilter(query)
    const rows = await searchAudit(queries, filter, { before, limit: PAGE_SIZE + 1 })
    const self = withQuery(`${path}?${query}`, { after: undefined, lang: undefined, done: undefined })
    const after = before === undefined ? undefined : String(before)
    const page = pageOf(rows, { path: self, after, pageSize: PAGE_SIZE }, ({ auditNo }) => String(auditNo))
    return {
      title: t('nav.audit'),
      body: (
        <>
          <Head title={t('nav.audit')} lead={t('audit.chain', { ...(await chainState(queries)) })} />
          <Narrowing ask={ask} />
          {page.items.length === 0 ? <Empty>{t('audit.none')}</Empty> : <Entries ask={ask} rows={page.items} />}
          <Paging
            label={t('paging.label')}
            shown={t('paging.shown', { count: page.items.length })}
            first={after === undefined ? undefined : { href: self, label: t('paging.first') }}
            next={page.next === undefined ? undefined : { href: page.next, label: t('paging.next') }}
          />
        </>
      ),
    }
  },
})

export const AUDIT_PAGES = [SHOW]

function Narrowing({ ask: { t, query } }: { readonly ask: Ask }) {
  const value = (name: string) => query.get(name) ?? ''
  const isNarrowed = ['actor', 'subject', 'from', 'until'].some((name) => value(name) !== '')
  return (
    <FilterBar
      {...{ action: PLACES.audit, label: t('audit.filter'), button: t('button.search') }}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <TextField {...{ name: 'actor', label: t('audit.actor'), value: value('actor'), lengthMax: 200 }} />
      <TextField
        {...{
          name: 'subject',
          label: t('audit.subject'),
          hint: t('audit.subjectHint'),
          value: value('subject'),
          lengthMax: 200,
        }}
      />
      <TextField {...{ name: 'from', label: t('submissions.from'), type: 'date', value: value('from').slice(0, 10) }} />
      <TextField
        {...{ name: 'until', label: t('submissions.until'), type: 'date', value: value('until').slice(0, 10) }}
      />
    </FilterBar>
  )
}

function Entries({ ask: { t, formats }, rows }: { readonly ask: Ask; readonly rows: readonly AuditRow[] }) {
  return (
    <Table
      caption={t('nav.audit')}
      rows={rows}
      keyOf={({ auditNo }) => String(auditNo)}
      columns={[
        { title: t('audit.at'), cell: ({ at }) => <Moment at={at}>{formats.stamp(at)}</Moment> },
        {
          title: t('audit.actor'),
          cell: ({ actor }) => <a href={`${PLACES.audit}?actor=${encodeURIComponent(actor)}`}>{safe(actor)}</a>,
        },
        { title: t('audit.action'), cell: (row) => <Action {...{ t, row }} /> },
        { title: t('audit.subject'), cell: ({ subject }) => <Subject subject={subject} /> },
        { title: t('reason.label'), cell: ({ reason }) => safe(reason) },
      ]}
    />
  )
}

/** What it was done with, where that is of a file. */
function Action({ t, row: { action, detail } }: Pick<Ask, 't'> & { readonly row: AuditRow }) {
  return (
    <>
      <span class="id">{safe(action)}</span>
      {action === CONTENTS_READ && (
        <div class="small">{t('audit.contentsRead', { file: safe(String(detail.file)) })}</div>
      )}
    </>
  )
}
