/** rule 16.4: what a request says, as its route describes it, or everything that does not fit. */
import { z } from 'zod'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Language } from '../../../batch/languages.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import { schemaFaults } from '../../../http/schema-issues.ts'
import { type RestIssue, type RestProblem, restProblem } from '../problems.ts'
import type { AnyRestRoute } from './route.ts'

type Input = { readonly params: Readonly<Record<string, string>>; readonly query: unknown; readonly body: unknown }

const PARAMETER = /^[A-Za-z0-9._-]{1,128}$/
const NONE = z.undefined()
const WORDS = { de: z.locales.de(), fr: z.locales.fr(), nl: z.locales.nl(), en: z.locales.en() }

export function inputOf(route: AnyRestRoute, request: HttpRequest, language: Language): Result<Input, RestProblem> {
  const params = request.params as Readonly<Record<string, string>>
  if (!Object.values(params).every((value) => PARAMETER.test(value))) return no(restProblem('resourceNotFound'))
  if (!isMediaTypeOf(route, request)) return no(restProblem('unsupportedMediaType'))
  const given = request.query as Readonly<Record<string, unknown>>
  const words = { error: WORDS[language].localeError }
  const query = (route.query ?? NONE).safeParse(
    route.query || Object.keys(given).length > 0 ? { ...given } : undefined,
    words,
  )
  const body = (route.body ?? NONE).safeParse(request.body ?? undefined, words)
  if (query.success && body.success) return ok({ params, query: query.data, body: body.data })
  return no(restProblem('badRequest', { issues: [...issuesOf(query.error, 'query'), ...issuesOf(body.error, 'body')] }))
}

/** A route with a form takes nothing else; where a body is JSON, its text is UTF-8 (case H11). */
function isMediaTypeOf({ form, body }: AnyRestRoute, { headers }: HttpRequest): boolean {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase())
  if (form) return type === 'multipart/form-data'
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!hasBody) return true
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset)
  return body !== undefined && type === 'application/json' && isUtf8
}

/** Never with the value: what does not fit may be anything. */
function issuesOf(error: z.ZodError | undefined, where: 'query' | 'body'): RestIssue[] {
  return schemaFaults(error).map(({ kind, name, detail }) => ({
    ...{ issue: kind, in: where, name },
    ...(detail !== undefined && { detail }),
  }))
}
