/** What does not fit a schema, member by member; `zod` describes what comes over HTTP here and at the routes. */
import { z } from 'zod'

/** `name` is the path of the member, with dots; never a value. */
export type SchemaFault = {
  readonly kind: 'unknownInput' | 'schemaViolation'
  readonly name: string
  /** What was expected, in English. */
  readonly detail?: string
}

export function schemaFaults(error: z.ZodError | undefined): SchemaFault[] {
  return (error?.issues ?? []).flatMap((issue): SchemaFault[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ kind: 'unknownInput', name: [...issue.path, key].join('.') }))
    }
    return [{ kind: 'schemaViolation', name: issue.path.join('.'), detail: issue.message }]
  })
}

/** Throws a TypeError when a schema would let an unknown field pass unseen. */
export function checkStrict(route: string, schemas: readonly (z.ZodType | undefined)[]): void {
  for (const schema of schemas) {
    if (schema && isOpenSomewhere(z.toJSONSchema(schema, { io: 'input' }))) {
      throw new TypeError(`the route ${route} takes unknown fields: use z.strictObject`)
    }
  }
}

function isOpenSomewhere(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const isOpen = 'properties' in schema && !('additionalProperties' in schema && schema.additionalProperties === false)
  return isOpen || Object.values(schema).some(isOpenSomewhere)
}
