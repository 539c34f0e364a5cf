import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { OPERATOR_ROLES } from '../../registry/operators/operator.ts'
import { consoleApi } from '../api-route.ts'

const me = z.object({
  name: z.string(),
  role: z.enum(OPERATOR_ROLES),
  mayReadContents: z.boolean(),
  method: z.enum(['password', 'oidc']),
  csrfToken: z.string().describe('Goes into the header X-CSRF-Token of every request that changes something.'),
})

export const GET_ME = consoleApi({
  method: 'GET',
  path: '/me',
  role: 'viewer',
  summary: 'The operator who is signed in.',
  status: 200,
  answer: me,
  handle: async ({ operator, signedIn, csrf }) =>
    ok({ body: { ...operator, method: signedIn.method, csrfToken: csrf } }),
})
