/** What does not fit a schema, member by member; `zod` describes what comes over HTTP here and at the routes. */
import { z } from 'zod'

/** `name` is the path of the member, with dots; never a value. */
export type SchemaFault = {
  readonly kind: 'unknownInput' | 'schemaViolation'
  readonly name: string
  /** What was expected, in English. */
  readonly detail?: string
}

/** Who corrects so many learns of the others next time: an answer is never many times as long as what asked for it. */
const FAULTS_MAX = 50
const NAME_CHARACTERS_MAX = 128

/** The first ones. */
export function schemaFaults(error: z.ZodError | undefined): SchemaFault[] {
  const faults = (error?.issues ?? []).slice(0, FAULTS_MAX).flatMap((issue): SchemaFault[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys
        .slice(0, FAULTS_MAX)
        .map((key) => ({ kind: 'unknownInput', name: memberName([...issue.path, key]) }))
    }
    return [{ kind: 'schemaViolation', name: memberName(issue.path), detail: issue.message }]
  })
  return faults.slice(0, FAULTS_MAX)
}

/** With dots, as far as it is told. */
export function memberName(path: readonly PropertyKey[]): string {
  return path.join('.').slice(0, NAME_CHARACTERS_MAX)
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
