/** The users of a quality to take along, narrowed as the list is; formulas are made harmless (case W6). */
import { csvRows } from '../../batch/status/csv.ts'
import { searchUsers } from '../operations/users.ts'
import { pageRoute } from '../page-route.ts'
import { filterIn } from './users/list.tsx'
import { accountWords } from './users/words.ts'

/** Rows of one file. */
const EXPORT_MAX = 100_000
/** Spreadsheets take it for UTF-8 then. */
const BYTE_ORDER_MARK = '\uFEFF'

export const USERS_EXPORT = pageRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/users/export',
  row: 'listUsers',
  async handle(ask) {
    const { t, params, query, formats } = ask
    const { search, state } = filterIn(query)
    const wanted = { ...(search !== '' && { search }), ...(state && { state }), limit: EXPORT_MAX }
    const found = await searchUsers(ask, params, wanted)
    if (!found.ok) return found.problem
    const head = [t('term.lastName'), t('term.firstName'), t('term.username'), t('users.state'), t('users.account')]
    const rows = found.value.map((user) => [
      ...[user.lastName, user.firstName, user.username ?? ''],
      user.state === 'locked' ? t('users.state.locked') : t('users.state.active'),
      ...[accountWords(t, formats, user), user.grants.join(' '), user.lastLoginAt?.toISOString() ?? ''],
    ])
    return {
      fileName: `users-${params.enterpriseNumber}-${params.qualityCode}.csv`,
      mediaType: 'text/csv; charset=utf-8',
      bytes: Buffer.from(
        `${BYTE_ORDER_MARK}${csvRows([[...head, t('term.onlineServices'), t('users.lastLogin')], ...rows])}`,
      ),
    }
  },
})
