import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import type { EnterpriseRecord } from '../../registry/enterprise-record.ts'
import { apiRoute } from '../api-route.ts'
import { activateEnterprise } from '../operations/activate-enterprise.ts'
import { changeNotificationEmail, changePasswordLogin, readEnterprise } from '../operations/enterprises.ts'
import { enterprisePath } from '../places.ts'

const ENTERPRISE = '/enterprises/:enterpriseNumber'

const enterprise = z.object({
  enterpriseNumber: z.string(),
  legalName: z.string(),
  state: z.enum(['pendingActivation', 'active', 'suspended', 'closed']),
  language: z.enum(LANGUAGES),
  activatedAt: z.string().optional(),
  notificationEmail: z.string().optional(),
  passwordLoginEnabled: z.boolean(),
})

const GET_ENTERPRISE = apiRoute({
  method: 'GET',
  path: ENTERPRISE,
  row: 'changeNotificationEmail',
  summary: 'An enterprise and its settings, for those who manage in it.',
  status: 200,
  answer: enterprise,
  handle: async (ask) => {
    const found = await readEnterprise(ask, ask.params.enterpriseNumber)
    return found.ok ? ok(told(found.value)) : found
  },
})

const POST_ACTIVATION = apiRoute({
  method: 'POST',
  path: `${ENTERPRISE}/activations`,
  row: 'activateEnterprise',
  summary:
    'Activates the account of an enterprise by the strong sign-in of the session, as the first sign-in of its main access manager does.',
  status: 201,
  answer: enterprise,
  handle: async (ask) => {
    const { enterpriseNumber } = ask.params
    const activated = await activateEnterprise(ask, enterpriseNumber)
    return activated.ok ? ok({ ...told(activated.value), location: enterprisePath(enterpriseNumber) }) : activated
  },
})

const PUT_EMAIL = apiRoute({
  method: 'PUT',
  path: `${ENTERPRISE}/notificationEmail`,
  row: 'changeNotificationEmail',
  summary: 'Where the enterprise is told of unread notices; without an address nobody is told.',
  status: 204,
  ifMatch: 'required',
  body: z.strictObject({ email: z.string().max(254).optional() }),
  handle: async (ask) => {
    const { enterpriseNumber } = ask.params
    const { expectedVersion } = ask
    const changed = await changeNotificationEmail(ask, {
      enterpriseNumber,
      email: ask.body.email ?? null,
      expectedVersion,
    })
    return changed.ok ? ok({}) : changed
  },
})

const policy = z.object({ passwordLoginEnabled: z.boolean() })

const GET_POLICY = apiRoute({
  method: 'GET',
  path: `${ENTERPRISE}/authenticationPolicy`,
  row: 'changeNotificationEmail',
  summary: 'Whether a user name and a password alone are enough to sign in.',
  status: 200,
  answer: policy,
  handle: async (ask) => {
    const found = await readEnterprise(ask, ask.params.enterpriseNumber)
    if (!found.ok) return found
    const { version, passwordLoginEnabled } = found.value
    return ok({ version, body: { passwordLoginEnabled } })
  },
})

const PUT_POLICY = apiRoute({
  method: 'PUT',
  path: `${ENTERPRISE}/authenticationPolicy`,
  row: 'switchPasswordLogin',
  summary: 'Switches signing in by a password alone off or on.',
  status: 200,
  ifMatch: 'required',
  body: z.strictObject({ passwordLoginEnabled: z.boolean() }),
  answer: policy,
  handle: async (ask) => {
    const { passwordLoginEnabled: enabled } = ask.body
    const { enterpriseNumber } = ask.params
    const changed = await changePasswordLogin(ask, { enterpriseNumber, enabled, expectedVersion: ask.expectedVersion })
    if (!changed.ok) return changed
    return ok({ version: changed.value.version, body: { passwordLoginEnabled: enabled } })
  },
})

export const ENTERPRISE_API = [GET_ENTERPRISE, POST_ACTIVATION, PUT_EMAIL, GET_POLICY, PUT_POLICY]

function told({ version, activatedAt, ...record }: EnterpriseRecord) {
  return { version, body: { ...record, activatedAt: activatedAt?.toISOString() ?? null } }
}
