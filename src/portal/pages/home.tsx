/** Where somebody lands: the one enterprise he has to do with, or the choice among several (case R16: nothing is remembered). */
import { Empty } from '../../http/components/empty.tsx'
import { Head } from '../../http/components/section.tsx'
import { Table } from '../../http/components/table.tsx'
import type { Ask } from '../ask.ts'
import { type MyEnterprise, myEnterprises } from '../operations/enterprises.ts'
import { pageRoute } from '../page-route.ts'
import { enterprisePath, PLACES } from '../places.ts'
import { shownNumber } from './scope.ts'

export const HOME_PAGE = pageRoute({
  method: 'GET',
  path: PLACES.overview,
  row: 'oneself',
  async handle(ask) {
    const { t } = ask
    const enterprises = await myEnterprises(ask)
    const [only] = enterprises
    if (only && enterprises.length === 1) return { to: enterprisePath(only.enterpriseNumber), ...told(ask) }
    return {
      title: t('home.title'),
      body: (
        <>
          <Head title={t('home.title')} lead={enterprises.length > 0 && t('home.lead')} />
          {enterprises.length === 0 ? <Empty>{t('home.none')}</Empty> : <Enterprises {...{ ask, enterprises }} />}
        </>
      ),
    }
  },
})

/** What was done before is told where the way ends. */
function told({ query }: Ask): { readonly done?: string } {
  const done = query.get('done')
  return done === null ? {} : { done }
}

function Enterprises({ ask, enterprises }: { readonly ask: Ask; readonly enterprises: readonly MyEnterprise[] }) {
  const { t } = ask
  return (
    <Table
      caption={t('home.title')}
      rows={enterprises}
      keyOf={({ enterpriseNumber }) => enterpriseNumber}
      columns={[
        {
          title: t('term.enterprise'),
          cell: ({ enterpriseNumber, legalName }) => <a href={enterprisePath(enterpriseNumber)}>{legalName}</a>,
        },
        {
          title: t('term.enterpriseNumber'),
          cell: ({ enterpriseNumber }) => <span class="id">{shownNumber(enterpriseNumber)}</span>,
        },
        { title: t('assistants.role'), cell: (row) => rolesIn(ask, row) },
      ]}
    />
  )
}

function rolesIn({ t, formats }: Ask, { roles }: MyEnterprise): string {
  const counted = roles.filter(({ isAutomatic }) => !isAutomatic)
  return formats.list([...new Set(counted.map(({ role }) => t(`role.${role}`)))])
}
