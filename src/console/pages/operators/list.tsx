/** Who may watch and act here. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Head } from '../../../http/components/section.tsx'
import { Badge } from '../../../http/components/state.tsx'
import { type Column, Table } from '../../../http/components/table.tsx'
import type { OperatorRecord } from '../../../identity/operators/find.ts'
import type { Ask } from '../../ask.ts'
import { roleName } from '../../names.ts'
import { operators } from '../../operations/operators.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import type { Say } from '../../texts.ts'

export const LIST = consolePage({
  method: 'GET',
  path: PLACES.operators,
  role: 'administrator',
  async handle(ask) {
    const { t, ground, operator } = ask
    const found = await operators(ground, operator)
    if (!found.ok) return found.problem
    const count = found.value.filter(({ state }) => state === 'active').length
    const add = <ButtonLink href={`${PLACES.operators}/new`}>{t('operators.add')}</ButtonLink>
    return {
      title: t('nav.operators'),
      body: (
        <>
          <Head title={t('operators.count', { count })} lead={t('operators.lead')} actions={add} />
          <Table
            caption={t('nav.operators')}
            columns={columnsOf(ask)}
            rows={found.value}
            keyOf={({ operatorId }) => operatorId}
          />
        </>
      ),
    }
  },
})

const TONES = { active: 'good', invited: 'warn', unproven: 'warn', locked: 'bad', deleted: 'off' } as const

export function StateBadge({ t, state }: { readonly t: Say; readonly state: OperatorRecord['state'] }) {
  return <Badge tone={TONES[state]}>{t(`operatorState.${state}`)}</Badge>
}

function columnsOf({ t, formats, now }: Ask): readonly Column<OperatorRecord>[] {
  return [
    { title: t('signIn.name'), cell: ({ name }) => <a href={`${PLACES.operators}/${name}`}>{name}</a> },
    { title: t('operators.role'), cell: ({ role }) => roleName(t, role) },
    { title: t('operators.state'), cell: ({ state }) => <StateBadge t={t} state={state} /> },
    {
      title: t('operators.contents'),
      cell: ({ mayReadContents }) => t(mayReadContents ? 'operators.contentsYes' : 'operators.contentsNo'),
      isOptional: true,
    },
    {
      title: t('operators.lastLogin'),
      cell: ({ lastLoginAt }) => (lastLoginAt ? formats.age(lastLoginAt, now) : t('operators.never')),
    },
  ]
}
