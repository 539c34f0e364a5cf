import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import { ROLES } from '../../registry/policy/matrix.ts'
import { apiRoute } from '../api-route.ts'

const me = z.object({
  accountId: z.string(),
  username: z.string().optional(),
  lastName: z.string(),
  firstName: z.string(),
  language: z.enum(LANGUAGES),
  email: z.string().optional(),
  mobilePhone: z.string().optional(),
  method: z.string(),
  assurance: z.int(),
  isLimited: z
    .literal(true)
    .optional()
    .describe('Nothing is open but the change of the password: addresses and roles are left out until then.'),
  csrfToken: z.string().describe('Goes into the header X-CSRF-Token of every request that changes something.'),
  roles: z.array(
    z.object({
      role: z.enum(ROLES),
      enterpriseNumber: z.string(),
      qualityCode: z.string().optional(),
      grants: z.array(z.string()).optional(),
    }),
  ),
})

/**
 * Who am I here, and what may I do where? Who has signed in with a password of somebody else's making is told no more than the change of it
 * needs: that somebody else may be sitting there.
 */
export const GET_ME = apiRoute({
  method: 'GET',
  path: '/me',
  row: 'oneself',
  summary: 'The person who is signed in.',
  status: 200,
  whileLimited: true,
  answer: me,
  handle: async ({ person, session, roles, csrf }) => {
    const { version, email, mobilePhone, ...record } = person
    const { method, assurance } = session
    const told = session.isLimited ? { isLimited: true as const, roles: [] } : { email, mobilePhone, roles }
    return ok({ version, body: { ...record, method, assurance, csrfToken: csrf, ...told } })
  },
})
