import { describe, expect, test } from 'vitest'
import type { DocumentFindings } from '../../../src/stages/checkers/findings.ts'
import type { Check } from '../../../src/stages/checks/check.ts'
import { reasonsOf } from '../../../src/stages/checks/decide.ts'
import { documentCanBeValidated } from '../../../src/stages/checks/document-can-be-validated.ts'
import { documentHoldsForms } from '../../../src/stages/checks/document-holds-forms.ts'
import { documentIsValid } from '../../../src/stages/checks/document-is-valid.ts'
import { documentIsWellFormed } from '../../../src/stages/checks/document-is-well-formed.ts'
import { encodingIsSupported } from '../../../src/stages/checks/encoding-is-supported.ts'
import { formTypeFitsName } from '../../../src/stages/checks/form-type-fits-name.ts'
import { formTypeFitsSchema } from '../../../src/stages/checks/form-type-fits-schema.ts'
import { formsAreWithinLimit } from '../../../src/stages/checks/forms-are-within-limit.ts'
import { namespaceIsRight } from '../../../src/stages/checks/namespace-is-right.ts'
import { rootHoldsFormsOnly } from '../../../src/stages/checks/root-holds-forms-only.ts'
import { rootIsKnown } from '../../../src/stages/checks/root-is-known.ts'
import { schemaIsKnown } from '../../../src/stages/checks/schema-is-known.ts'
import { schemaIsNamed } from '../../../src/stages/checks/schema-is-named.ts'
import { aSet, documentOf, FI, SETTINGS } from '../a-set.ts'

/** What reading leaves when it stopped early: nothing of it may be held against the document. */
const UNREAD = {
  ...{ wellFormed: false, root: root('Foo'), schemaReference: null, forms: 0, childrenOtherThanForm: ['Bar'] },
  schema: { outcome: 'notReached', errors: [] },
} as const

describe('rule 5.1 the document is well-formed', () => {
  accepts(documentIsWellFormed)
  test('else 102 with place and message, and nothing else', () => {
    const fault = { line: 3, column: 7, message: 'unclosed tag: Form' }
    rejectsAlone(
      documentIsWellFormed,
      { ...UNREAD, fault },
      { code: 102, seen: 'unclosed tag: Form', line: 3, column: 7 },
    )
  })
  test('a DOCTYPE is 102 (case X1)', () => {
    rejectsAlone(documentIsWellFormed, { ...UNREAD, doctype: true }, { code: 102, detail: 'doctype' })
    const fault = { line: 2, column: 1, message: 'doctype' }
    const place = { line: 2, column: 1 }
    rejectsAlone(documentIsWellFormed, { ...UNREAD, doctype: true, fault }, { code: 102, detail: 'doctype', ...place })
  })
  test('a byte that its encoding does not have is 102 with its offset (case X5)', () => {
    const encoding = { declared: 'US-ASCII', used: 'US-ASCII', supported: true, fault: { offset: 41 } }
    const reason = { code: 102, detail: 'encoding', seen: '41', expected: 'US-ASCII' }
    rejectsAlone(documentIsWellFormed, { ...UNREAD, encoding }, reason)
  })
  test('a bound of the reader is 102 (case X4)', () => {
    const limitExceeded = { limit: 'depth', max: 100, line: 1, column: 900 } as const
    const reason = { code: 102, detail: 'limit', seen: 'depth', expected: '100', line: 1, column: 900 }
    rejectsAlone(documentIsWellFormed, { ...UNREAD, limitExceeded }, reason)
  })
  test('what was not read to its end is 102 even without a known fault', () => {
    rejectsAlone(documentIsWellFormed, UNREAD, { code: 102 })
  })
  test('a fault in several parts that make one document is about the set', () => {
    const documents = [documentOf({ ...UNREAD, parts: ['one', 'two'] })]
    expect(documentIsWellFormed(aSet({ documents }))).toEqual([{ code: 102 }])
  })
})

describe('rule 5.2 the encoding is supported', () => {
  accepts(encodingIsSupported)
  test('else 138 and not 102', () => {
    const encoding = { declared: 'UTF-16', used: 'UTF-16LE', supported: false, fault: null }
    const reason = { code: 138, seen: 'UTF-16', expected: 'UTF-8, ISO-8859-1, US-ASCII' }
    rejectsAlone(encodingIsSupported, { ...UNREAD, encoding }, reason)
    rejectsAlone(
      encodingIsSupported,
      { ...UNREAD, encoding: { ...encoding, declared: null } },
      { ...reason, seen: 'UTF-16LE' },
    )
  })
})

describe('rule 5.3 the schema is named', () => {
  accepts(schemaIsNamed)
  const unnamed = { schemaReference: null, schema: { outcome: 'none', errors: [] } } as const
  test('else 136, with an example', () => {
    rejectsAlone(schemaIsNamed, unnamed, { code: 136, seen: 'DmfAOriginal', expected: 'DmfAOriginal_20261.xsd' })
  })
  test('but not in messages of the other family', () => {
    expect(reasonsOf('document', withDocument({ ...unnamed, root: root('Flux6321'), forms: 0 }, 'PUBL'))).toEqual([])
  })
})

describe('rule 5.4 the schema is known', () => {
  accepts(schemaIsKnown)
  test('also when no schema of that root is installed', () => {
    expect(schemaIsKnown(withDocument({ schema: { outcome: 'notInstalled', errors: [] } }))).toEqual([])
  })
  test('else 088', () => {
    const changes = {
      schemaReference: { raw: 'DmfAOriginal_19990.xsd', name: 'DmfAOriginal_19990.xsd' },
      schema: { outcome: 'unknownVersion', errors: [] },
    } as const
    rejectsAlone(schemaIsKnown, changes, { code: 88, seen: 'DmfAOriginal_19990.xsd' })
  })
})

describe('rule 5.5 the root is known', () => {
  accepts(rootIsKnown)
  test('else 089 alone (case X9)', () => {
    const changes = { root: root('Foo'), schemaReference: { raw: 'Foo_20261.xsd', name: 'Foo_20261.xsd' }, forms: 0 }
    rejectsAlone(rootIsKnown, changes, { code: 89, seen: 'Foo', expected: 'DmfAOriginal' })
  })
  test('a service that lists no roots takes any', () => {
    expect(rootIsKnown(withDocument({ root: root('Foo') }, 'DDTN'))).toEqual([])
  })
})

describe('rule 5.6 the namespace is right', () => {
  accepts(namespaceIsRight)
  test('else 139: classic messages stand in none', () => {
    const changes = { root: { name: 'DmfAOriginal', namespace: 'urn:x', prefix: null } }
    rejectsAlone(namespaceIsRight, changes, { code: 139, seen: 'urn:x', expected: '""' })
  })
  test('and some roots stand in one', () => {
    const flex = (namespace: string | null) => ({
      root: { name: 'FLXWAGE', namespace, prefix: null },
      identifications: ['FLXWAGE'],
      schemaReference: { raw: 'flexi.xsd', name: 'flexi.xsd' },
    })
    const right = 'http://socialsecurity.be/xml/ns/FLXWAGE'
    expect(reasonsOf('document', withDocument(flex(right), 'FLEX'))).toEqual([])
    expect(reasonsOf('document', withDocument(flex(null), 'FLEX'))).toEqual([
      { code: 139, file: FI, seen: '""', expected: right },
    ])
  })
})

describe('rule 5.7 the form type fits the schema', () => {
  accepts(formTypeFitsSchema)
  test('an Identification that does not go with the root is 135', () => {
    const changes = { identifications: ['DMFA', 'DMFAUPD'] }
    rejectsAlone(formTypeFitsSchema, changes, { code: 135, seen: 'DMFAUPD', expected: 'DMFA, DMFAPPL' })
  })
  test('where root and Identification have one name, another one of the purpose does not fit either', () => {
    const wech = {
      root: root('WECH001'),
      identifications: ['WECH002'],
      schemaReference: { raw: 'drs/WECH001_20261.xsd', name: 'WECH001_20261.xsd' },
    }
    expect(reasonsOf('document', withDocument(wech, 'WECH'))).toEqual([
      { code: 135, file: FI, seen: 'WECH002', expected: 'WECH001' },
    ])
  })
  test('a form without Identification is 135', () => {
    const reason = { code: 135, detail: 'missing', expected: 'DMFA, DMFAPPL' }
    rejectsAlone(formTypeFitsSchema, { formsWithoutIdentification: 1 }, reason)
  })
  test('a schema of another root is 135', () => {
    const changes = { schemaReference: { raw: 'Dimona_20231.xsd', name: 'Dimona_20231.xsd' } }
    rejectsAlone(formTypeFitsSchema, changes, {
      ...{ code: 135, detail: 'schema' },
      ...{ seen: 'Dimona_20231.xsd', expected: 'DmfAOriginal' },
    })
  })
})

describe('rule 5.8 the form type fits the name', () => {
  accepts(formTypeFitsName)
  test('else 158 alone: a DmfA in a Dimona file', () => {
    expect(reasonsOf('document', withDocument({}, 'DIMN'))).toEqual([
      { code: 158, file: FI, seen: 'DmfAOriginal', expected: 'DIMN' },
    ])
    expect(formTypeFitsName(withDocument({}, 'DIMN'))).toHaveLength(1)
  })
  test('also for a service that takes any root but those of others', () => {
    expect(formTypeFitsName(withDocument({}, 'DDTN'))).toEqual([
      { code: 158, file: FI, seen: 'DmfAOriginal', expected: 'DDTN' },
    ])
  })
})

describe('rule 5.9 the root holds forms only', () => {
  accepts(rootHoldsFormsOnly)
  test('else 205', () => {
    rejectsAlone(rootHoldsFormsOnly, { childrenOtherThanForm: ['Foo', 'Bar'] }, { code: 205, seen: 'Foo, Bar' })
  })
})

describe('rule 5.10 the document holds forms', () => {
  accepts(documentHoldsForms)
  test('else 157', () => {
    rejectsAlone(documentHoldsForms, { forms: 0, identifications: [] }, { code: 157, seen: 'DmfAOriginal' })
  })
})

describe('rule 5.11 the document is valid', () => {
  accepts(documentIsValid)
  test('else 312 for each breach, with line and column (case X9)', () => {
    const errors = [
      { line: 5, column: 2, message: 'element Quarter: not expected' },
      { line: 9, column: 4, message: 'element INSS: too long' },
    ]
    const facts = withDocument({ schema: { outcome: 'invalid', errors } })
    expect(reasonsOf('document', facts)).toEqual([
      { ...{ code: 312, file: FI, seen: errors[0]?.message, expected: 'DmfAOriginal_20261.xsd' }, line: 5, column: 2 },
      { ...{ code: 312, file: FI, seen: errors[1]?.message, expected: 'DmfAOriginal_20261.xsd' }, line: 9, column: 4 },
    ])
    expect(documentIsValid(facts)).toHaveLength(2)
  })
  test('also when no breach was listed', () => {
    const changes = { schema: { outcome: 'invalid', errors: [] } } as const
    rejectsAlone(documentIsValid, changes, { code: 312, expected: 'DmfAOriginal_20261.xsd' })
  })
})

describe('rule 5.12 the document can be validated', () => {
  accepts(documentCanBeValidated)
  test('else 184', () => {
    rejectsAlone(
      documentCanBeValidated,
      { bytes: 20_000_000, schema: { outcome: 'tooLarge', errors: [] } },
      { code: 184, detail: 'validation', seen: '20000000 B', expected: '16 MiB' },
    )
  })
})

describe('rule 5.13 forms are within the limit', () => {
  accepts(formsAreWithinLimit)
  test('else 275, all documents of the set together', () => {
    const documents = [documentOf({ forms: 600 }), documentOf({ forms: 401 })]
    const reasons = [{ code: 275, seen: '1001', expected: '1000' }]
    expect(formsAreWithinLimit(aSet({ documents }))).toEqual(reasons)
    expect(reasonsOf('document', aSet({ documents }))).toEqual(reasons)
    const limits = { ...SETTINGS.limits, forms: 1001 }
    expect(formsAreWithinLimit(aSet({ documents, settings: { limits } }))).toEqual([])
  })
})

test('independent faults of one document are told together', () => {
  const facts = withDocument({ schemaReference: null, childrenOtherThanForm: ['Foo'], forms: 0, identifications: [] })
  expect(reasonsOf('document', facts).map(({ code }) => code)).toEqual([136, 205, 157])
})

function accepts(check: Check): void {
  test('as a right one is', () => {
    expect(check(aSet())).toEqual([])
  })
}

/** The check gives this reason, and the whole round no other. */
function rejectsAlone(check: Check, changes: Partial<DocumentFindings>, reason: object): void {
  const facts = withDocument(changes)
  expect(check(facts)).toEqual([{ file: FI, ...reason }])
  expect(reasonsOf('document', facts)).toEqual([{ file: FI, ...reason }])
}

function withDocument(changes: Partial<DocumentFindings>, purpose = 'DMFA') {
  const service = SETTINGS.services.find(({ code }) => code === purpose) ?? null
  return aSet({ documents: [documentOf(changes)], service })
}

function root(name: string) {
  return { name, namespace: null, prefix: null }
}
