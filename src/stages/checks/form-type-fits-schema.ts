import type { Reason } from '../../batch/reason.ts'
import type { Check } from './check.ts'
import { aboutEach, namespaceOf, type ReadDocument, rootIsTaken } from './documents.ts'

/**
 * rule 5.7: inside a document, schema, root and forms speak of one thing (135): the schema is one of the root, and each form's
 * Identification is one that goes with the root.
 */
export const formTypeFitsSchema: Check = (facts) =>
  aboutEach(facts, (read) => [
    ...schemaOfOtherRoot(read),
    ...(rootIsTaken(facts, read) ? strangeIdentifications(read) : []),
  ])

/** The schema's name is a version label, `<Root>_<year><quarter>.xsd`; of messages in a namespace no such rule is known (spec §9.3). */
function schemaOfOtherRoot({ document, root }: ReadDocument): Reason[] {
  const name = document.schemaReference?.name ?? ''
  const schemaRoot = /^(.+)_[0-9]{5}\.xsd$/.exec(name)?.[1]
  if (schemaRoot === undefined || schemaRoot === root || namespaceOf(root) !== null) return []
  return [{ code: 135, detail: 'schema', seen: name, expected: root }]
}

function strangeIdentifications({ document, service, root }: ReadDocument): Reason[] {
  const { identifications } = service
  if (identifications.length === 0 || service.formless) return []
  const fitting = identifications.includes(root) ? [root] : identifications
  const expected = fitting.join(', ')
  const strange = document.identifications.filter((identification) => !fitting.includes(identification))
  return [
    ...strange.map((seen): Reason => ({ code: 135, seen, expected })),
    ...(document.formsWithoutIdentification > 0 ? [{ code: 135, detail: 'missing', expected }] : []),
  ]
}
