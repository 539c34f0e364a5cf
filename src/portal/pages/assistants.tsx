/** Assistants: who holds which role where, and the way to appoint and to end (matrix rows 3 to 5). */
import { ButtonLink } from '../../http/components/buttons.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Paging } from '../../http/components/paging.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { Table } from '../../http/components/table.tsx'
import { PAGE_SIZE, pageOf } from '../../http/keyset.ts'
import { namesOfAccounts } from '../../registry/people/account-names.ts'
import type { ListedAppointment } from '../../registry/people/find-appointments.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { listAssistants, pageOfAssistants } from '../operations/appointments.ts'
import { pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import { appointableBy, mayEnd } from './assistants/appointable.ts'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/assistants'

export const ASSISTANTS_PAGE = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'listUsers',
  async handle(ask) {
    const { t, params, ground } = ask
    const { enterpriseNumber } = params
    const active = await listAssistants(ask, enterpriseNumber)
    if (!active.ok) return active.problem
    const after = ask.query.get('after') ?? undefined
    const limit = PAGE_SIZE + 1
    const found = await pageOfAssistants(ask, { enterpriseNumber, state: 'ended', ...(after && { after }), limit })
    if (!found.ok) return found.problem
    const ended = pageOf(found.value, { path: ask.path, after, pageSize: PAGE_SIZE }, keyOf)
    const givers = [...active.value, ...ended.items].flatMap(({ appointedBy }) => giverOf(appointedBy) ?? [])
    const names = await namesOfAccounts(ground.database.queries, givers)
    const shared = { ask, enterpriseNumber, names }
    return {
      title: t('term.assistants'),
      crumbs: await crumbsOf(ask, params, t('term.assistants')),
      body: (
        <>
          <AssistantsHead {...shared} />
          <Section id="active" title={t('assistants.active')}>
            <Rows {...shared} rows={active.value} canEnd />
          </Section>
          <Section id="ended" title={t('assistants.ended')}>
            {ended.items.length === 0 ? (
              <Empty>{t('assistants.noneEnded')}</Empty>
            ) : (
              <Rows {...shared} rows={ended.items} canEnd={false} />
            )}
            <Paging
              label={t('paging.label')}
              shown={t('paging.shown', { count: ended.items.length })}
              first={after === undefined ? undefined : { href: `${ask.path}#ended`, label: t('paging.first') }}
              next={ended.next === undefined ? undefined : { href: `${ended.next}#ended`, label: t('paging.next') }}
            />
          </Section>
        </>
      ),
    }
  },
})

const keyOf = ({ appointmentId }: ListedAppointment) => appointmentId

type Shared = {
  readonly ask: Ask
  readonly enterpriseNumber: string
  /** Of those who appointed. */
  readonly names: ReadonlyMap<string, string>
}

function AssistantsHead({ ask, enterpriseNumber }: Shared) {
  const { t } = ask
  const may = appointableBy(ask, enterpriseNumber)
  return (
    <Head
      title={t('term.assistants')}
      lead={t('assistants.lead')}
      actions={
        may.length > 0 && (
          <ButtonLink kind="main" href={enterprisePath(enterpriseNumber, 'assistants/new')}>
            {t('assistants.appoint')}
          </ButtonLink>
        )
      }
    />
  )
}

type RowsProps = Shared & { readonly rows: readonly ListedAppointment[]; readonly canEnd: boolean }

function Rows({ ask, enterpriseNumber, names, rows, canEnd }: RowsProps) {
  const { t, formats, ground, language } = ask
  const { qualities } = ground.access()
  return (
    <Table
      caption={t('term.assistants')}
      rows={rows}
      keyOf={keyOf}
      columns={[
        { title: t('assistants.name'), cell: ({ lastName, firstName }) => `${lastName}, ${firstName}` },
        { title: t('assistants.role'), cell: (row) => roleWords(ask, row) },
        {
          title: t('term.quality'),
          cell: ({ qualityCode }) =>
            qualityCode === null ? t('assistants.allQualities') : labelOf(qualities, qualityCode, language),
        },
        { title: t('assistants.appointedBy'), cell: (row) => giverWords(ask, row, names), isOptional: true },
        { title: t('assistants.since'), cell: ({ createdAt }) => formats.date(createdAt) },
        {
          title: t('assistants.end'),
          cell: (row) => {
            if (row.endedAt) return formats.date(row.endedAt)
            if (!canEnd || !mayEnd(ask, row)) return '–'
            const href = enterprisePath(enterpriseNumber, `assistants/${row.appointmentId}/end`)
            return (
              <ButtonLink kind="small" href={href}>
                {t('assistants.endIt')}
                <span class="off">{` ${row.lastName}, ${row.firstName}`}</span>
              </ButtonLink>
            )
          },
        },
      ]}
    />
  )
}

function roleWords({ t }: Ask, { role, origin }: ListedAppointment) {
  if (origin !== 'automatic') return t(`role.${role}`)
  return (
    <>
      {t(`role.${role}`)}
      <p class="hint">{t('assistants.automatic')}</p>
    </>
  )
}

function giverWords({ t }: Ask, { origin, appointedBy }: ListedAppointment, names: ReadonlyMap<string, string>) {
  if (origin === 'legalRepresentative') return t('assistants.byLaw')
  if (origin === 'automatic') return t('assistants.byItself')
  const giver = giverOf(appointedBy)
  return (giver === undefined ? undefined : names.get(giver)) ?? t('audit.operator')
}

function giverOf(appointedBy: string): string | undefined {
  return appointedBy.startsWith('person:') ? appointedBy.slice('person:'.length) : undefined
}
