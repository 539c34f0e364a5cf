/** The audit of an enterprise (matrix row 24), to read and to take along. */
import { ok } from '../../base/result.ts'
import { isQualityCode } from '../../batch/quality-code.ts'
import { ButtonLink } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { FilterBar } from '../../http/components/filter-bar.tsx'
import { Paging } from '../../http/components/paging.tsx'
import { Head } from '../../http/components/section.tsx'
import { PAGE_SIZE, pageOf, withQuery } from '../../http/keyset.ts'
import type { AuditRow } from '../../registry/audit.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { CSV_PAGE, csvFile } from '../csv-file.ts'
import { type AuditRead, type AuditWanted, readAudit } from '../operations/audit.ts'
import { listQualities } from '../operations/qualities.ts'
import { pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import { type AuditLine, AuditTable, auditLines } from './audit/table.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/audit'
const TOPICS = [
  ...(['user', 'appointment', 'account', 'enterprise', 'quality'] as const),
  ...(['sender', 'channel', 'certificate', 'sshKey', 'services', 'setup', 'notice'] as const),
] as const

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'readAudit',
  async handle(ask) {
    const { t, params, path, query } = ask
    const wanted = wantedIn(query, params.enterpriseNumber)
    const read = await readAudit(ask, { ...wanted, limit: PAGE_SIZE + 1 })
    if (!read.ok) return read.problem
    const self = withQuery(`${path}?${query}`, { after: undefined, done: undefined, lang: undefined })
    const after = wanted.before?.toString()
    const page = pageOf(read.value.rows, { path: self, after, pageSize: PAGE_SIZE }, ({ auditNo }) => String(auditNo))
    const lines = await auditLines(ask, page.items)
    const qualities = await listQualities(ask, params.enterpriseNumber)
    if (!qualities.ok) return qualities.problem
    const codes = qualities.value.map(({ qualityCode }) => qualityCode)
    return {
      title: t('term.audit'),
      crumbs: await crumbsOf(ask, { enterpriseNumber: params.enterpriseNumber }, t('term.audit')),
      body: (
        <>
          <AuditHead {...{ ask, self }} />
          <Narrowing {...{ ask, wanted, codes }} read={read.value} />
          <AuditTable ask={ask} lines={lines} />
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

const EXPORT = pageRoute({
  method: 'GET',
  path: `${PATH}/export`,
  row: 'readAudit',
  async handle(ask) {
    const { t, params, query, ground } = ask
    const { before, ...wanted } = wantedIn(query, params.enterpriseNumber)
    const head = [t('audit.when'), t('audit.who'), t('audit.role'), t('audit.what'), t('audit.whom'), t('audit.reason')]
    const { exportRows: rowsMax } = ground.access()
    const file = await csvFile<AuditRow>({
      fileName: `audit-${params.enterpriseNumber}.csv`,
      head: [...head, 'action', 'subject', 'detail'],
      async read(last) {
        const start = last?.auditNo ?? before
        const read = await readAudit(ask, { ...wanted, ...(start && { before: start }), limit: CSV_PAGE })
        return read.ok ? ok(read.value.rows) : read
      },
      cellsOf: async (rows) => (await auditLines(ask, rows)).map(cellsOf),
      ...{ rowsMax, cut: t('file.cut', { count: rowsMax }) },
    })
    return file.ok ? file.value : file.problem
  },
})

export const AUDIT_PAGES = [SHOW, EXPORT]

function wantedIn(query: URLSearchParams, enterpriseNumber: string): Omit<AuditWanted, 'limit'> {
  const quality = query.get('quality') ?? ''
  const topic = TOPICS.find((known) => known === query.get('topic'))
  const before = Number(query.get('after') ?? Number.NaN)
  return {
    enterpriseNumber,
    ...(isQualityCode(quality) && { qualityCode: quality }),
    ...(topic && { topic }),
    ...(Number.isSafeInteger(before) && before > 0 && { before }),
  }
}

function AuditHead({ ask: { t, params }, self }: { readonly ask: Ask; readonly self: string }) {
  const { enterpriseNumber } = params as { readonly enterpriseNumber: string }
  const [, query = ''] = self.split('?', 2)
  const href = `${enterprisePath(enterpriseNumber, 'audit/export')}${query === '' ? '' : `?${query}`}`
  return (
    <Head
      title={t('term.audit')}
      lead={t('audit.lead')}
      actions={<ButtonLink href={href}>{t('audit.export')}</ButtonLink>}
    />
  )
}

type NarrowingProps = {
  readonly ask: Ask
  readonly wanted: Omit<AuditWanted, 'limit'>
  readonly read: AuditRead
  /** Qualities that may be chosen. */
  readonly codes: readonly string[]
}

function Narrowing({ ask, wanted, read, codes }: NarrowingProps) {
  const { t, path, ground, language } = ask
  const { qualities } = ground.access()
  const ofQuality = codes.map((value) => ({ value, label: labelOf(qualities, value, language) }))
  const isNarrowed = wanted.topic !== undefined || wanted.qualityCode !== undefined
  return (
    <FilterBar
      action={path}
      label={t('audit.filter')}
      button={t('button.search')}
      {...(isNarrowed && { reset: t('button.showAll') })}
    >
      <SelectField
        name="topic"
        label={t('audit.topic')}
        value={wanted.topic ?? ''}
        options={[
          { value: '', label: t('audit.all') },
          ...TOPICS.map((value) => ({ value, label: t(`auditTopic.${value}`) })),
        ]}
      />
      <SelectField
        name="quality"
        label={t('term.quality')}
        value={read.qualityCode ?? ''}
        options={read.isWhole ? [{ value: '', label: t('audit.all') }, ...ofQuality] : ofQuality}
      />
    </FilterBar>
  )
}

function cellsOf({ row, who, role, what, whom }: AuditLine): string[] {
  const { at, reason, action, subject, detail } = row
  return [at.toISOString(), who, role, what, whom, reason, action, subject, JSON.stringify(detail)]
}
