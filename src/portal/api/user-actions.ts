import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { refusalProblem } from '../../http/refusal-problem.ts'
import { BULK_MAX } from '../../registry/people/bulk-users.ts'
import { apiRoute } from '../api-route.ts'
import { setUserPassword } from '../operations/user-password.ts'
import { changeManyUsers } from '../operations/users.ts'
import { USERS } from './user-body.ts'

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().optional(),
})

const BULK = apiRoute({
  method: 'POST',
  path: `${USERS}/bulkActions`,
  row: 'listUsers',
  summary: 'Locks, unlocks or deletes several users, with an outcome for each.',
  status: 200,
  body: z.strictObject({
    action: z.enum(['lock', 'unlock', 'delete']),
    userIds: z.array(z.uuid()).min(1).max(BULK_MAX),
    reason: z.string().max(500).optional().describe('Of a lock; the same for all.'),
  }),
  answer: z.object({
    results: z.array(
      z.object({ userId: z.string(), outcome: z.enum(['done', 'refused']), problem: problem.optional() }),
    ),
  }),
  handle: async (ask) => {
    const { action: change, userIds: qualityUserIds, reason } = ask.body
    const changed = await changeManyUsers(ask, ask.params, { qualityUserIds, change, reason })
    if (!changed.ok) return changed
    const results = changed.value.map(({ qualityUserId: userId, result }) =>
      result.ok
        ? { userId, outcome: 'done' as const }
        : {
            userId,
            outcome: 'refused' as const,
            problem: problem.parse(refusalProblem(result.problem, 'accessManagement')),
          },
    )
    return ok({ body: { results } })
  },
})

const RESET_PASSWORD = apiRoute({
  method: 'POST',
  path: `${USERS}/:userId/passwordResets`,
  row: 'resetPassword',
  summary: 'Sets a new password for a user, who must change it at once.',
  status: 204,
  body: z.strictObject({ newPassword: z.string().max(2048), newPasswordConfirmation: z.string().max(2048) }),
  handle: async (ask) => {
    const { userId: qualityUserId, ...place } = ask.params
    const { newPassword: password, newPasswordConfirmation: confirmation } = ask.body
    const set = await setUserPassword(ask, { ...place, qualityUserId }, { password, confirmation })
    return set.ok ? ok({}) : set
  },
})

export const USER_ACTIONS_API = [BULK, RESET_PASSWORD]
