/** The users of a quality to take along, narrowed as the list is. */
import type { ListedUser } from '../../registry/people/find-users.ts'
import type { Ask } from '../ask.ts'
import { CSV_PAGE, csvFile } from '../csv-file.ts'
import { searchUsers } from '../operations/users.ts'
import { pageRoute } from '../page-route.ts'
import { filterIn } from './users/list.tsx'
import { accountWords } from './users/words.ts'

export const USERS_EXPORT = pageRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/users/export',
  row: 'listUsers',
  async handle(ask) {
    const { t, params, query, ground } = ask
    const { search, state } = filterIn(query)
    const wanted = { ...(search !== '' && { search }), ...(state && { state }), limit: CSV_PAGE }
    const head = [t('term.lastName'), t('term.firstName'), t('term.username'), t('users.state'), t('users.account')]
    const { exportRows: rowsMax } = ground.access()
    const file = await csvFile<ListedUser>({
      fileName: `users-${params.enterpriseNumber}-${params.qualityCode}.csv`,
      head: [...head, t('term.onlineServices'), t('users.lastLogin')],
      read: (last) => searchUsers(ask, params, { ...wanted, ...(last && { after: last.qualityUserId }) }),
      cellsOf: (users) => users.map((user) => cellsOf(ask, user)),
      ...{ rowsMax, cut: t('file.cut', { count: rowsMax }) },
    })
    return file.ok ? file.value : file.problem
  },
})

function cellsOf({ t, formats }: Pick<Ask, 't' | 'formats'>, user: ListedUser): string[] {
  return [
    ...[user.lastName, user.firstName, user.username ?? ''],
    user.state === 'locked' ? t('users.state.locked') : t('users.state.active'),
    ...[accountWords(t, formats, user), user.grants.join(' '), user.lastLoginAt?.toISOString() ?? ''],
  ]
}
