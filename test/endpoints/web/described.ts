/** Holds every answer against the OpenAPI document: its status is described, and its body fits. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { LANGUAGES } from '../../../src/batch/languages.ts'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'

export type Seen = {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

type Response = { readonly content?: Readonly<Record<string, { readonly schema: object }>> }
type Operation = { readonly responses: Readonly<Record<string, Response>> }
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

const PROBLEM = 'application/problem+json'

/** Throws when an answer is not as the document says. Answers of addresses that are not in it are problems. */
export function describedBy(document: OpenApi): (seen: Seen) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  const compiled = new Map<object, ValidateFunction>()
  const fits = (schema: object, value: unknown) => {
    const validate = compiled.get(schema) ?? ajv.compile({ ...schema, components: document.components })
    compiled.set(schema, validate)
    return validate(value) ? [] : validate.errors
  }
  return ({ method, path, status, headers, text }) => {
    const about = `${method} ${path} ${status}`
    const mediaType = String(headers['content-type'] ?? '').split(';', 1)[0] ?? ''
    expect(String(headers['belgov-trace-id'] ?? ''), about).toMatch(/^[\x21-\x7e]{1,36}$/)
    const operation = operationAt(document, method, path)
    const response = operation?.responses[status]
    if (operation) expect(Object.keys(operation.responses), about).toContain(String(status))
    const schema = operation
      ? response?.content?.[mediaType]?.schema
      : mediaType === PROBLEM
        ? document.components.schemas.problem
        : undefined
    if (mediaType === PROBLEM) expect(LANGUAGES, about).toContain(headers['content-language'])
    if (text === '') return
    expect(schema, `${about} ${mediaType} is described`).toBeDefined()
    if (!schema || !mediaType.endsWith('json')) return
    const body: unknown = JSON.parse(text)
    expect({ about, errors: fits(schema, body) }).toEqual({ about, errors: [] })
    expect(nullsIn(body), `${about} has no nulls`).toEqual([])
  }
}

function operationAt(document: OpenApi, method: string, path: string): Operation | undefined {
  const below = path.split('?', 1)[0]?.slice(REST_PREFIX.length) ?? ''
  if (!path.startsWith(REST_PREFIX)) return undefined
  const found = Object.entries(document.paths).find(([template]) => patternOf(template).test(below))
  return found?.[1][method.toLowerCase()]
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)
}

function nullsIn(value: unknown, at = ''): string[] {
  if (value === null) return [at]
  if (typeof value !== 'object') return []
  return Object.entries(value as object).flatMap(([key, member]) => nullsIn(member, `${at}/${key}`))
}
