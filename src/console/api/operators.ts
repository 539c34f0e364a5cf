import { z } from 'zod'
import { no, ok } from '../../base/result.ts'
import type { OperatorRecord } from '../../identity/operators/find.ts'
import { OPERATOR_ROLES } from '../../registry/operators/operator.ts'
import { consoleApi } from '../api-route.ts'
import {
  changeOperator,
  inviteAgain,
  makeOperator,
  type OperatorChange,
  operators,
  seeOperator,
} from '../operations/operators.ts'
import { actApi } from './act-api.ts'
import { reason, reasonOnly } from './reason.ts'

const operator = z.object({
  name: z.string(),
  role: z.enum(OPERATOR_ROLES),
  mayReadContents: z.boolean(),
  state: z.enum(['active', 'invited', 'unproven', 'locked', 'deleted']),
  invitedUntil: z.string().optional(),
  lastLoginAt: z.string().optional(),
  createdAt: z.string(),
  createdBy: z.string(),
})
const firstSignIn = z.object({
  code: z.string().describe('Told this once; good once.'),
  link: z.string(),
  hours: z.number(),
})

const LIST = consoleApi({
  method: 'GET',
  path: '/operators',
  role: 'administrator',
  summary: 'All operators, also those who are gone.',
  status: 200,
  answer: z.object({ items: z.array(operator) }),
  async handle({ ground, operator: by }) {
    const found = await operators(ground, by)
    return found.ok ? ok({ body: { items: found.value.map(told) } }) : found
  },
})

const ADD = consoleApi({
  method: 'POST',
  path: '/operators',
  role: 'administrator',
  summary: 'A new operator, who signs in for the first time with the code that is answered.',
  status: 201,
  body: z.strictObject({
    name: z.string().max(100),
    role: z.enum(OPERATOR_ROLES),
    mayReadContents: z.boolean().default(false),
    reason,
  }),
  answer: firstSignIn,
  async handle({ ground, operator: by, body }) {
    const made = await makeOperator(ground, by, body)
    return made.ok ? ok({ body: made.value, location: `/operators/${body.name}` }) : made
  },
})

const SEE = consoleApi({
  method: 'GET',
  path: '/operators/:name',
  role: 'administrator',
  summary: 'One operator.',
  status: 200,
  answer: operator,
  async handle({ ground, operator: by, params }) {
    const seen = await seeOperator(ground, by, params.name)
    return seen.ok ? ok({ body: told(seen.value.record), version: seen.value.record.version }) : seen
  },
})

const CHANGE = consoleApi({
  method: 'PATCH',
  path: '/operators/:name',
  role: 'administrator',
  summary: 'Another role, or the right to read contents; in force at once.',
  status: 204,
  body: z
    .strictObject({ role: z.enum(OPERATOR_ROLES).optional(), mayReadContents: z.boolean().optional(), reason })
    .refine(({ role, mayReadContents }) => (role === undefined) !== (mayReadContents === undefined), {
      message: 'one of role and mayReadContents',
    }),
  async handle({ ground, operator: by, params, body: { role, mayReadContents = false, reason: why } }) {
    const change: OperatorChange = role ? { change: 'role', role } : { change: 'contents', mayReadContents }
    const done = await changeOperator(ground, by, { ...change, name: params.name, reason: why })
    return done.ok ? ok({}) : no(done.problem)
  },
})

const ACTS = [
  ['lock', 'Locks an operator; all sessions end.'],
  ['unlock', 'Unlocks an operator.'],
  ['signOut', 'Ends all sessions of an operator.'],
  ['delete', 'Takes an operator away for good; the name stays taken.'],
] as const

const ACT = ACTS.map(([change, summary]) =>
  actApi({
    path: `/operators/:name/${change}`,
    role: 'administrator',
    summary,
    act: ({ ground, operator: by, params }, reason) =>
      changeOperator(ground, by, { change, name: params.name, reason }),
  }),
)

const INVITE = consoleApi({
  method: 'POST',
  path: '/operators/:name/invite',
  role: 'administrator',
  summary: 'A new code for a first sign-in.',
  status: 200,
  body: reasonOnly,
  answer: firstSignIn,
  async handle({ ground, operator: by, params, body }) {
    const made = await inviteAgain(ground, by, { name: params.name, reason: body.reason })
    return made.ok ? ok({ body: made.value }) : made
  },
})

export const OPERATOR_API = [LIST, ADD, SEE, CHANGE, ...ACT, INVITE]

function told(record: OperatorRecord) {
  const { name, role, mayReadContents, state, createdBy } = record
  return {
    ...{ name, role, mayReadContents, state, createdBy, createdAt: record.createdAt.toISOString() },
    ...(record.invitedUntil && { invitedUntil: record.invitedUntil.toISOString() }),
    ...(record.lastLoginAt && { lastLoginAt: record.lastLoginAt.toISOString() }),
  }
}
