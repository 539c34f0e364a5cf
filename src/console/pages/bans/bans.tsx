/** Who is kept out, and who has to wait. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { type Column, Table } from '../../../http/components/table.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import type { Ban } from '../../../registry/sessions/bans.ts'
import type { Wait } from '../../../registry/sessions/waits.ts'
import type { Ask } from '../../ask.ts'
import { seeBans } from '../../operations/bans.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { senderPath } from '../senders/place.ts'

export const BANS_PAGE = consolePage({
  method: 'GET',
  path: PLACES.bans,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, operator } = ask
    const { bans, waits } = await seeBans(ground, operator)
    const mayBan = doesRoleReach(operator.role, 'administrator')
    return {
      title: t('bans.title'),
      body: (
        <>
          <Head
            title={t('bans.title')}
            lead={t('bans.lead', { bans: bans.length, waits: waits.length })}
            actions={mayBan && <ButtonLink href={`${PLACES.bans}/new`}>{t('bans.new')}</ButtonLink>}
          />
          <Section id="banned" title={t('bans.inForce')}>
            {bans.length === 0 ? <Empty>{t('bans.none')}</Empty> : <BanTable {...{ ask, bans }} />}
          </Section>
          <Section id="waiting" title={t('waits.title')}>
            {waits.length === 0 ? <Empty>{t('waits.none')}</Empty> : <WaitTable {...{ ask, waits }} />}
          </Section>
        </>
      ),
    }
  },
})

type Shown<Name extends string, Row> = { readonly ask: Ask } & { readonly [Key in Name]: readonly Row[] }

function BanTable({ ask, bans }: Shown<'bans', Ban>) {
  const { t } = ask
  return (
    <Table
      caption={t('bans.inForce')}
      rows={bans}
      keyOf={({ banId }) => banId}
      columns={[
        { title: t('bans.range'), cell: ({ range }) => <span class="id">{range}</span> },
        { title: t('bans.because'), cell: ({ reason }) => reason },
        { title: t('bans.by'), cell: ({ actor }) => actor, isOptional: true },
        { title: t('bans.begun'), cell: ({ begunAt }) => <At ask={ask} at={begunAt} /> },
        { title: t('bans.ends'), cell: ({ endsAt }) => <At ask={ask} at={endsAt} /> },
        ...acts<Ban>(ask, t('bans.lift'), ({ banId, range }) => ({ href: `${PLACES.bans}/${banId}/lift`, of: range })),
      ]}
    />
  )
}

function WaitTable({ ask, waits }: Shown<'waits', Wait>) {
  const { t } = ask
  return (
    <Table
      caption={t('waits.title')}
      rows={waits}
      keyOf={({ waitId }) => waitId}
      columns={[
        { title: t('waits.who'), cell: (wait) => <Who {...{ ask, wait }} /> },
        { title: t('waits.origin'), cell: ({ origin }) => <span class="id">{origin}</span> },
        { title: t('waits.failures'), isNumber: true, cell: ({ failures }) => String(failures) },
        { title: t('waits.fault'), cell: ({ fault }) => fault && <code>{fault}</code> },
        { title: t('bans.begun'), cell: ({ since }) => <At ask={ask} at={since} /> },
        { title: t('bans.ends'), cell: ({ until }) => <At ask={ask} at={until} /> },
        ...acts<Wait>(ask, t('waits.lift'), ({ waitId, origin }) => ({
          href: `${PLACES.bans}/waits/${waitId}/end`,
          of: origin,
        })),
      ]}
    />
  )
}

function Who({ ask: { t }, wait }: { readonly ask: Ask; readonly wait: Wait }) {
  const { account, senderNumber, isOfAll } = wait
  if (isOfAll) return <>{t('waits.everybody')}</>
  if (account === null || senderNumber === null) return <span class="quiet">{t('waits.stranger')}</span>
  return (
    <a class="id" href={senderPath(senderNumber)}>
      {account}
    </a>
  )
}

/** Moments nearby say how far away they are. */
function At({ ask: { formats, now }, at }: { readonly ask: Ask; readonly at: Date }) {
  return <Moment at={at}>{formats.age(at, now)}</Moment>
}

function acts<Row>(
  { t, operator }: Ask,
  label: string,
  wayOf: (row: Row) => { readonly href: string; readonly of: string },
): Column<Row>[] {
  if (!doesRoleReach(operator.role, 'operator')) return []
  const cell = (row: Row) => {
    const { href, of } = wayOf(row)
    return (
      <ButtonLink kind="small" href={href}>
        {label} <span class="off">{of}</span>
      </ButtonLink>
    )
  }
  return [{ title: t('sessions.act'), cell }]
}
