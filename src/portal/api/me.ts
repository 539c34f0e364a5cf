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

/** Who am I here, and what may I do where? */
export const GET_ME = apiRoute({
  method: 'GET',
  path: '/me',
  row: 'oneself',
  summary: 'The person who is signed in.',
  status: 200,
  answer: me,
  handle: async ({ person, session, roles, csrf }) => {
    const { version, ...record } = person
    const { method, assurance } = session
    return ok({ version, body: { ...record, method, assurance, csrfToken: csrf, roles } })
  },
})
