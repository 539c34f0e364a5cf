/** Pieces of an OpenAPI 3.1 document, made from the tables that serve an API. */
import { z } from 'zod'

/** `/things/:thingId` is `/things/{thingId}`. */
export function openApiPath(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
}

export function pathParameters(path: string): object[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
}

export function queryParameters(query: z.ZodType | undefined): object[] {
  const { properties = {}, required = [] } = query ? z.toJSONSchema(query, { io: 'input' }) : {}
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }))
}

export function openApiSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

/** `PUT /me/password` is `putMePassword`. */
export function operationId(method: string, path: string): string {
  const words = path.split('/').flatMap((step) => (step === '' ? [] : [step.replace(':', '')]))
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
