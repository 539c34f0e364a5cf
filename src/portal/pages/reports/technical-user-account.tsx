/** Which user of the quality the technical user is: he may then look at the configuration (spec access.md §5, column T). */
import { ok } from '../../../base/result.ts'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { FilterBar } from '../../../http/components/filter-bar.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import type { ListedUser } from '../../../registry/people/find-users.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { linkReportsContact } from '../../operations/reports-changes.ts'
import { linkedUser } from '../../operations/reports-view.ts'
import { searchUsers } from '../../operations/users.ts'
import { nameOf } from '../users/words.ts'
import { changeForm } from './change-form.tsx'
import { type ReportsPage, reportsPath } from './place.ts'
import { NOTHING_WRONG } from './wrong.tsx'

/** So many are offered at once; whoever has more searches. */
const OFFERED_MAX = 100

export const TECHNICAL_USER_ACCOUNT = changeForm({
  ...{ path: 'technical-user/account', row: 'setUpReports', form: { userId: 'text' } },
  ...{ title: 'reports.account.title', lead: 'reports.account.lead', fields: { noSuchUserToLink: 'userId' } },
  labels: ({ t }) => ({ userId: t('role.user') }),
  find: ({ technicalUser }) => technicalUser ?? undefined,
  check: () => NOTHING_WRONG,
  change: async (ask, version, { userId }) => {
    const linked = await linkReportsContact(ask, version, userId === '' ? null : userId)
    return linked.ok ? ok(userId) : linked
  },
  after: async (ask, userId) =>
    userId === '' ? { to: reportsPath(ask), done: 'contactUnlinked' } : { to: reportsPath(ask), done: 'contactLinked' },
  body: async ({ ask, reports, form, wrong }) => (
    <UserField {...(await offered(ask, reports))} ask={ask} typed={form?.userId} error={wrong.errors.userId} />
  ),
  below: ({ ask }) => <Search ask={ask} />,
})

type Offered = { readonly users: readonly ListedUser[]; readonly linked: ListedUser | undefined }

/** One more than is shown when there are more. */
async function offered(ask: ReportsPage, reports: ShownReports): Promise<Offered> {
  const search = ask.query.get('search') ?? ''
  const wanted = { ...(search !== '' && { search }), state: 'active' as const, limit: OFFERED_MAX + 1 }
  const found = await searchUsers(ask, ask.params, wanted)
  return { users: found.ok ? found.value : [], linked: await linkedUser(ask, reports) }
}

type FieldProps = Offered & {
  readonly ask: ReportsPage
  readonly typed: string | undefined
  readonly error: string | undefined
}

function UserField({ ask: { t }, users, linked, typed, error }: FieldProps) {
  const shown = users.slice(0, OFFERED_MAX)
  const isMissing = linked && !shown.some(({ qualityUserId }) => qualityUserId === linked.qualityUserId)
  const options = [...(isMissing ? [linked] : []), ...shown].map((user) => ({
    ...{ value: user.qualityUserId, label: user.username ? `${nameOf(user)} (${user.username})` : nameOf(user) },
  }))
  return (
    <SelectField
      {...{ name: 'userId', label: t('role.user'), error, value: typed ?? linked?.qualityUserId ?? '' }}
      {...(users.length > OFFERED_MAX && { hint: t('reports.account.more', { count: OFFERED_MAX }) })}
      options={[{ value: '', label: t('reports.account.none') }, ...options]}
    />
  )
}

/** It goes into the address, as everywhere. */
function Search({ ask: { t, path, query } }: { readonly ask: ReportsPage }) {
  const search = query.get('search') ?? ''
  const label = t('reports.account.search')
  return (
    <FilterBar
      {...{ action: path, label, button: t('button.search') }}
      {...(search !== '' && { reset: t('button.showAll') })}
    >
      <TextField {...{ name: 'search', label: t('users.search'), type: 'search', value: search }} lengthMax={100} />
    </FilterBar>
  )
}
