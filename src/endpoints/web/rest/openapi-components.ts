/** What operations of the OpenAPI document refer to. */
import { LANGUAGES } from '../../../batch/languages.ts'
import type { Scope } from '../caller.ts'
import { type ProblemKey, restProblem, worded } from '../problems.ts'
import { REST_PREFIX } from './prefix.ts'

export const TRACE_HEADERS = {
  'BelGov-Trace-Id': { $ref: '#/components/headers/traceId' },
  'BelGov-Related-Trace-Id': { $ref: '#/components/headers/relatedTraceId' },
}

const TEXT = { type: 'string' }
const EXAMPLE_INSTANCE = 'urn:uuid:019b8c3e-5d7a-7000-8000-000000000000'

const SCOPE_MEANINGS: Readonly<Record<Scope, string>> = {
  'scope:structuredreports:transfer:send': 'Sends and cancels transfers.',
  'scope:structuredreports:transfer:consult': 'Sees what became of transfers.',
  'scope:structuredreports:message:retrieve': 'Fetches answers.',
}

/** `told`: the problems that operations show examples of. */
export function openApiComponents(publicUrl: string, told: ReadonlySet<ProblemKey>): object {
  const base = `${publicUrl}${REST_PREFIX}`
  return {
    securitySchemes: {
      clientCredentials: {
        type: 'oauth2',
        description: 'With an assertion that is signed by a registered key (RFC 7523).',
        flows: { clientCredentials: { tokenUrl: `${publicUrl}/REST/oauth/v5/token`, scopes: SCOPE_MEANINGS } },
      },
    },
    parameters: {
      traceId: header('BelGov-Trace-Id', 'A mark of the client, which comes back as BelGov-Related-Trace-Id.', {
        ...{ type: 'string', maxLength: 36 },
      }),
      language: header('Accept-Language', 'Of what is said to people: de, fr, nl or en.', TEXT),
    },
    headers: {
      traceId: { description: 'Mark of the answer.', schema: { type: 'string', maxLength: 36 } },
      relatedTraceId: { description: 'The mark of the request, if it had one.', schema: TEXT },
      language: { description: 'Of what is said to people.', schema: { type: 'string', enum: LANGUAGES } },
      challenge: { description: 'As RFC 6750 has it.', schema: TEXT },
      retryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
    },
    examples: Object.fromEntries([...told].map((key) => [key, { value: example(key, base) }])),
    schemas: { problem: PROBLEM, issue: ISSUE },
  }
}

function header(name: string, description: string, schema: object): object {
  return { name, in: 'header', required: false, description, schema }
}

function example(key: ProblemKey, base: string): object {
  const issues = key === 'badRequest' && { issues: [{ issue: 'requiredInput', in: 'body', name: 'metadata' } as const] }
  return { ...worded(restProblem(key, { ...issues }), 'en', base), instance: EXAMPLE_INSTANCE }
}

/** RFC 9457. Further members, such as `limit` and `reason`, belong to a type. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'href'],
  properties: {
    type: { type: 'string', format: 'uri' },
    href: { type: 'string', format: 'uri' },
    title: TEXT,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: TEXT,
    instance: { type: 'string', format: 'uri' },
    issues: { type: 'array', items: { $ref: '#/components/schemas/issue' } },
    limit: { type: 'number' },
    reason: TEXT,
    requiredScopes: { type: 'array', items: TEXT },
    retryAfterSec: { type: 'integer' },
    acknowledgementCode: { type: 'integer' },
  },
}

const ISSUE = {
  type: 'object',
  required: ['type', 'title', 'in'],
  properties: {
    type: { type: 'string', format: 'uri' },
    href: { type: 'string', format: 'uri' },
    title: TEXT,
    detail: TEXT,
    in: { enum: ['body', 'header', 'path', 'query'] },
    name: TEXT,
    value: TEXT,
    acknowledgementCode: { type: 'integer' },
  },
}
