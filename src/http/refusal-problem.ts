/** How a refusal is told over HTTP (spec access.md §13.3): one table for the API and for pages. */
import type { Refusal, RefusalCode } from '../base/refusal.ts'
import { type Problem, problem } from './problem.ts'

type Row = readonly [status: number, type: string, title: string]

/** Whose API answers: it names the types that are our own. */
export type ProblemArea = 'accessManagement' | 'console' | 'onlineServices'

const OWN = 'own:'
const BAD: Row = [400, 'badRequest', 'Bad request']
const STATE: Row = [409, `${OWN}invalidState`, 'Not possible in this state']
const BUSY: Row = [429, 'tooManyFailedRequests', 'Too many failed requests']

// biome-ignore format: a table
const ROWS: Partial<Readonly<Record<RefusalCode, Row>>> = {
  'SLU-MISSING':     [404, 'resourceNotFound', 'Not found'],
  'SLU-UNKNOWN':     [404, 'resourceNotFound', 'Not found'],
  'SLU-RIGHTS':      [403, 'missingPermission', 'Missing permission'],
  'SLU-REAUTH':      [403, `${OWN}freshSignInNeeded`, 'A fresh sign-in is needed'],
  'SLU-LOGIN':       [403, `${OWN}notSignedIn`, 'Not signed in'],
  'SLU-METHOD':      [409, `${OWN}signInMethod`, 'Way of signing in not available'],
  'SLU-VERSION':     [412, `${OWN}versionMismatch`, 'Changed meanwhile'],
  'SLU-STATE':       STATE,
  'SLU-CONFLICT':    STATE,
  'SLU-EXISTS':      STATE,
  'SLU-QUOTA':       STATE,
  'SLU-BUSY':        BUSY,
  'SLU-SIZE':        [413, 'payloadTooLarge', 'Too large'],
  'SLU-NAME':        BAD,
  'SLU-NUMBER':      BAD,
  'SLU-INPUT':       BAD,
  'SLU-PASSWORD':    BAD,
  'SLU-KEY':         BAD,
  'SLU-CERTIFICATE': BAD,
}

/** Of a refusal that has no business on this way, which is a mistake of ours: the client is told no more than that. */
const OTHER: Row = [409, `${OWN}refused`, 'Refused']

export function statusOf(refusal: Refusal): number {
  return (ROWS[refusal.code] ?? OTHER)[0]
}

/** A refusal that passes by itself tells after how long, as `retryAfterSec` among its values. */
export function retryAfterSeconds({ told }: Refusal): number | undefined {
  const seconds = told?.values?.retryAfterSec
  return typeof seconds === 'number' ? Math.ceil(seconds) : undefined
}

/** `members` are further fields, such as `retryAfterSec`. */
export function refusalProblem(
  refusal: Refusal,
  area: ProblemArea,
  members: Readonly<Record<string, unknown>> = {},
): Problem {
  const [status, named, title] = ROWS[refusal.code] ?? OTHER
  const type = named.startsWith(OWN) ? ownProblemType(area, named.slice(OWN.length)) : named
  const { code, cause, remedy } = refusal
  const issues = status === 400 && { issues: [inputIssue(cause)] }
  return problem(status, type, title, `${cause} ${remedy}`, { ...issues, ...members, code })
}

export function ownProblemType(area: ProblemArea, name: string): string {
  return `urn:problem-type:sluice:${area}:${name}`
}

export type Issue = {
  readonly type: string
  readonly title: string
  readonly in: 'body' | 'query' | 'path' | 'header'
  readonly name?: string
  readonly detail?: string
}

const INPUT = 'urn:problem-type:belgif:input-validation'

/** Never with the value: it may be a password or a national number. */
export function schemaIssue(
  kind: 'unknownInput' | 'schemaViolation',
  where: Issue['in'],
  name: string,
  detail?: string,
): Issue {
  const title = kind === 'unknownInput' ? 'Unknown input' : 'Input does not fit the schema'
  return { type: `${INPUT}:${kind}`, title, in: where, name, ...(detail !== undefined && { detail }) }
}

export function badRequest(issues: readonly Issue[]): Problem {
  return problem(400, 'badRequest', 'Bad request', 'The input is not as described. See the issues.', { issues })
}

function inputIssue(detail: string): Issue {
  return { type: `${INPUT}:invalidInput`, title: 'Invalid input', in: 'body', detail }
}
