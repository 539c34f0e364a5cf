/** rule 16.9: the catalogue of errors of the web service (spec access.md §13.3), in its order; `refData/problemTypes/{type}` shows it to people. */
import { uuidV7 } from '../../base/ids.ts'
import type { Language } from '../../batch/languages.ts'
import { languageOf, spoken, type Values } from '../../http/language.ts'
import { type Problem, problem } from '../../http/problem.ts'
import { ISSUE_TEXTS } from './issue-texts.ts'
import { PROBLEM_TEXTS } from './problem-texts.ts'

const BELGIF = 'urn:problem-type:belgif'
const OURS = 'urn:problem-type:sluice:structuredReports'
const INPUT = `${BELGIF}:input-validation`
const INPUT_EXT = 'urn:problem-type:belgif-ext:input-validation'

// biome-ignore format: the table of the specification; below the line what the framework refuses
const PROBLEM_ROWS = {
  noAccessToken:         [401, `${BELGIF}:noAccessToken`],
  invalidAccessToken:    [401, `${BELGIF}:invalidAccessToken`],
  expiredAccessToken:    [401, `${BELGIF}:expiredAccessToken`],
  missingScope:          [403, `${BELGIF}:missingScope`],
  missingPermission:     [403, `${BELGIF}:missingPermission`],
  resourceNotFound:      [404, `${BELGIF}:resourceNotFound`],
  badRequest:            [400, `${BELGIF}:badRequest`],
  fileNameAlreadyUsed:   [409, `${OURS}:fileNameAlreadyUsed`],
  invalidState:          [409, `${OURS}:invalidState`],
  payloadTooLarge:       [413, `${BELGIF}:payloadTooLarge`],
  unsupportedMediaType:  [415, `${BELGIF}:unsupportedMediaType`],
  tooManyRequests:       [429, `${BELGIF}:tooManyRequests`],
  tooManyFailedRequests: [429, `${BELGIF}:tooManyFailedRequests`],
  internalServerError:   [500, `${BELGIF}:internalServerError`],
  serviceUnavailable:    [503, `${BELGIF}:serviceUnavailable`],

  methodNotAllowed:      [405, `${BELGIF}:methodNotAllowed`],
  requestTimeout:        [408, `${BELGIF}:requestTimeout`],
  uriTooLong:            [414, `${BELGIF}:uriTooLong`],
  expectationFailed:     [417, `${BELGIF}:expectationFailed`],
  headersTooLarge:       [431, `${BELGIF}:headersTooLarge`],
} as const satisfies Record<string, readonly [status: number, type: string]>

// biome-ignore format: a table
const ISSUE_ROWS = {
  schemaViolation:             `${INPUT}:schemaViolation`,
  invalidInput:                `${INPUT}:invalidInput`,
  unknownInput:                `${INPUT}:unknownInput`,
  referencedResourceNotFound:  `${INPUT}:referencedResourceNotFound`,
  invalidStructure:            `${INPUT_EXT}:invalidStructure`,
  requiredInput:               `${INPUT_EXT}:requiredInput`,
  digestMismatch:              'urn:problem-type:sluice:input-validation:structuredReports:digestMismatch',
} as const

export type ProblemKey = keyof typeof PROBLEM_ROWS
export type IssueKey = keyof typeof ISSUE_ROWS
export const PROBLEM_KEYS = Object.keys(PROBLEM_ROWS) as readonly ProblemKey[]
export const ISSUE_KEYS = Object.keys(ISSUE_ROWS) as readonly IssueKey[]

export type RestIssue = {
  readonly issue: IssueKey
  readonly in: 'body' | 'header' | 'path' | 'query'
  /** The field, with dots. */
  readonly name?: string
  /** What was sent; left out where it may be personal or secret. */
  readonly value?: string
  /** Fills the texts. */
  readonly values?: Values
  /** In place of the catalogue's own words: in some languages, or in the client's. */
  readonly detail?: Partial<Readonly<Record<Language, string>>> | string
  /** Further members, such as `acknowledgementCode`. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** A problem before it is worded: what handlers return. */
export type RestProblem = {
  readonly problem: ProblemKey
  readonly issues?: readonly RestIssue[]
  /** Fills the texts. */
  readonly values?: Values
  /** In place of the catalogue's own words, in every language. */
  readonly detail?: Readonly<Record<Language, string>>
  /** Further members, such as `limit`. */
  readonly members?: Readonly<Record<string, unknown>>
  /** Becomes `Retry-After` and the member `retryAfterSec`. */
  readonly retryAfterSec?: number
  /** Such as `www-authenticate`. */
  readonly headers?: Readonly<Record<string, string>>
}

export function restProblem(key: ProblemKey, more: Omit<RestProblem, 'problem'> = {}): RestProblem {
  return { ...more, problem: key }
}

export function isProblemKey(text: string): text is ProblemKey {
  return Object.hasOwn(PROBLEM_ROWS, text)
}

export function isIssueKey(text: string): text is IssueKey {
  return Object.hasOwn(ISSUE_ROWS, text)
}

export function statusOf(key: ProblemKey): number {
  return PROBLEM_ROWS[key][0]
}

/** The whole URN of a problem or an issue. */
export function typeOf(key: ProblemKey | IssueKey): string {
  return key in PROBLEM_ROWS ? PROBLEM_ROWS[key as ProblemKey][1] : ISSUE_ROWS[key as IssueKey]
}

/** The language of an `Accept-Language`; English when it names none of ours. */
export function languageFor(accepted: string | undefined): Language {
  return languageOf({ accepted }, 'en')
}

/** `base`: the address of the API, for the link to what is said about the type. */
export function worded(refused: RestProblem, language: Language, base: string): Problem {
  const { problem: key, issues, values, detail, members, retryAfterSec } = refused
  const [status, type] = PROBLEM_ROWS[key]
  const texts = PROBLEM_TEXTS[key]
  const said = detail?.[language] ?? spoken(texts.detail, language, values)
  return problem(status, type, spoken(texts.title, language, values), said, {
    href: `${base}/refData/problemTypes/${key}`,
    instance: `urn:uuid:${uuidV7()}`,
    ...members,
    ...(retryAfterSec !== undefined && { retryAfterSec }),
    ...(issues && { issues: issues.map((issue) => wordedIssue(issue, language, base)) }),
  })
}

function wordedIssue(issue: RestIssue, language: Language, base: string): object {
  const { issue: key, in: where, name, value, values, detail, members } = issue
  const texts = ISSUE_TEXTS[key]
  return {
    type: ISSUE_ROWS[key],
    href: `${base}/refData/problemTypes/${key}`,
    title: spoken(texts.title, language, values),
    detail: typeof detail === 'string' ? detail : (detail?.[language] ?? spoken(texts.detail, language, values)),
    in: where,
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value }),
    ...members,
  }
}
