/** Entries of the audit as people read them: who, in which role, did what to whom. */
import { Empty } from '../../../http/components/empty.tsx'
import { Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import type { AuditRow } from '../../../registry/audit.ts'
import { namesOfAccounts } from '../../../registry/people/account-names.ts'
import { ROLES } from '../../../registry/policy/matrix.ts'
import { labelOf } from '../../access-ground.ts'
import type { Ask } from '../../ask.ts'
import { isTextKey, type Say } from '../../texts.ts'

export type AuditLine = {
  readonly row: AuditRow
  readonly who: string
  /** Empty for what nobody did in a role. */
  readonly role: string
  readonly what: string
  readonly whom: string
  /** What changed, in a few words. */
  readonly change: string
}

type Detail = Readonly<Record<string, unknown>>
type Asked = Pick<Ask, 't' | 'ground' | 'language'>

/** Names are looked up for all rows at once. */
export async function auditLines(asked: Asked, rows: readonly AuditRow[]): Promise<AuditLine[]> {
  const ids = rows.flatMap((row) => [personIn(row.actor), accountIn(row)]).filter((id) => id !== undefined)
  const names = await namesOfAccounts(asked.ground.database.queries, ids)
  return rows.map((row) => lineOf(asked, row, names))
}

function lineOf({ t, ground, language }: Asked, row: AuditRow, names: ReadonlyMap<string, string>): AuditLine {
  const detail = row.detail as Detail
  const account = accountIn(row)
  const sender = row.subject.startsWith('sender:') ? row.subject.slice('sender:'.length) : ''
  const quality = textAt(detail, 'qualityCode')
  const whom = account === undefined ? sender : (names.get(account) ?? t('audit.somebody'))
  return {
    row,
    who: whoIs(t, row.actor, names),
    role: roleWords(t, objectAt(detail, 'as').role),
    what: actionWords(t, row.action),
    whom: [whom, quality && labelOf(ground.access().qualities, quality, language)].filter(Boolean).join(', '),
    change: changeWords(t, detail),
  }
}

export function actionWords(t: Say, action: string): string {
  const key = `auditAction.${action}`
  return isTextKey(key) ? t(key) : action
}

export function AuditTable({ ask, lines }: { readonly ask: Ask; readonly lines: readonly AuditLine[] }) {
  const { t, formats } = ask
  if (lines.length === 0) return <Empty>{t('audit.none')}</Empty>
  return (
    <Table
      caption={t('term.audit')}
      rows={lines}
      keyOf={({ row }) => String(row.auditNo)}
      columns={[
        { title: t('audit.when'), cell: ({ row }) => <Moment at={row.at}>{formats.dateTime(row.at)}</Moment> },
        { title: t('audit.what'), cell: ({ what, change }) => <Two first={what} second={change} /> },
        { title: t('audit.whom'), cell: ({ whom }) => whom },
        { title: t('audit.who'), cell: ({ who, role }) => <Two first={who} second={role} /> },
        { title: t('audit.reason'), cell: ({ row }) => row.reason, isOptional: true },
      ]}
    />
  )
}

function Two({ first, second }: { readonly first: string; readonly second: string }) {
  return (
    <>
      {first}
      {second && <p class="hint">{second}</p>}
    </>
  )
}

function whoIs(t: Say, actor: string, names: ReadonlyMap<string, string>): string {
  const person = personIn(actor)
  if (person !== undefined) return names.get(person) ?? t('audit.somebody')
  return actor.startsWith('operator:') ? t('audit.operator') : t('audit.system')
}

function roleWords(t: Say, role: unknown): string {
  const known = ROLES.find((each) => each === role)
  return known ? t(`role.${known}`) : ''
}

/** State and role, before and now; online services that were granted. Everything else is in the export. */
function changeWords(t: Say, detail: Detail): string {
  const [before, after] = [objectAt(detail, 'before'), objectAt(detail, 'after')]
  const states = [before.state, after.state].map((state) => stateWords(t, state))
  const grants = Array.isArray(after.grants) ? after.grants.join(', ') : ''
  return [roleWords(t, after.role ?? before.role), states.includes('') ? '' : states.join(' → '), grants]
    .filter(Boolean)
    .join(' · ')
}

function stateWords(t: Say, state: unknown): string {
  const key = `stateWord.${state}`
  return isTextKey(key) ? t(key) : ''
}

function personIn(actor: string): string | undefined {
  return actor.startsWith('person:') ? actor.slice('person:'.length) : undefined
}

function accountIn({ subject, detail }: AuditRow): string | undefined {
  return subject.startsWith('account:') ? subject.slice('account:'.length) : textAt(detail as Detail, 'accountId')
}

function textAt(detail: Detail, key: string): string | undefined {
  const found = objectAt(detail, 'after')[key] ?? objectAt(detail, 'before')[key]
  return typeof found === 'string' ? found : undefined
}

function objectAt(detail: Detail, key: string): Detail {
  const found = detail[key]
  return typeof found === 'object' && found !== null ? (found as Detail) : {}
}
