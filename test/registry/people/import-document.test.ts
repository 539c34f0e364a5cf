import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRegistryDocument } from '../../../src/registry/people/import-document.ts'

type Faulty = { readonly change: readonly [path: string, value?: unknown]; readonly fault: string }
type Vectors = { readonly document: Json; readonly faulty: readonly Faulty[] }
type Json = { [key: string]: Json }
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', 'import.json'), 'utf8')) as Vectors
const NOW = new Date('2026-11-27T09:00:00Z')

test('a document is read whole', () => {
  expect(parseRegistryDocument(JSON.stringify(vectors.document), NOW)).toEqual({
    ok: true,
    value: {
      enterprises: [
        {
          enterpriseNumber: '0206731645',
          legalName: 'Bakkerij Peeters',
          language: 'nl',
          notificationEmail: 'loket@example.be',
          qualities: [{ code: 'QUAL_EMP_NOSS', employerId: '93017373' }, { code: 'QUAL_SSC' }],
          mainAccessManager: { lastName: 'Peeters', firstName: 'Jan', ssin: '85073000160' },
        },
        {
          enterpriseNumber: '0123456749',
          legalName: 'Maçonnerie Élise',
          qualities: [],
          mainAccessManager: {
            ...{ lastName: 'Łoś', firstName: 'Élise', language: 'fr' },
            ...{ email: 'elise@example.be', mobilePhone: '+32470000000' },
          },
        },
      ],
    },
  })
})

describe('a fault is told by its path', () => {
  test.each(vectors.faulty)('$fault', ({ change: [path, value], fault }) => {
    const document = changed(vectors.document, path, value)
    expect(parseRegistryDocument(JSON.stringify(document), NOW)).toEqual({
      ok: false,
      problem: expect.objectContaining({ code: 'SLU-INPUT', cause: fault }),
    })
  })
  test('the first of several, with how many there are', () => {
    const document = changed(changed(vectors.document, 'enterprises.0.legalName', ''), 'enterprises.1.language', 'it')
    expect(parseRegistryDocument(JSON.stringify(document), NOW)).toMatchObject({
      problem: {
        cause: 'enterprises[0].legalName: This is no legal name. And 1 more.',
      },
    })
  })
  test('and never with what stands there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), fc.stringMatching(/^secret[0-9]{8}$/), (path, secret) => {
        const result = parseRegistryDocument(JSON.stringify(changed(vectors.document, path, { [secret]: secret })), NOW)
        expect(result.ok).toBe(false)
        const quoted = parseRegistryDocument(JSON.stringify(changed(vectors.document, path, `<${secret}>`)), NOW)
        if (!quoted.ok) expect(JSON.stringify(quoted)).not.toContain(secret)
      }),
    )
  })
})

test.each(['', '{', 'null', '[]', '"x"', '{"enterprises":{}}', '{"enterprises":[],"__proto__":{}}'])(
  'the document %s is refused',
  (json) => {
    expect(parseRegistryDocument(json, NOW)).toMatchObject({ ok: false, problem: { code: 'SLU-INPUT' } })
  },
)

test('any text is a document or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      const result = parseRegistryDocument(text, NOW)
      if (!result.ok) expect(result.problem.code).toBe('SLU-INPUT')
    }),
  )
})

const FIELDS = [
  'enterprises.0.enterpriseNumber',
  'enterprises.0.legalName',
  'enterprises.0.notificationEmail',
  'enterprises.0.qualities.0.employerId',
  'enterprises.0.mainAccessManager.ssin',
  'enterprises.1.mainAccessManager.mobilePhone',
]

/** A copy with another value at the path; without one, that field is taken out. */
function changed(document: Json, path: string, value?: unknown): Json {
  const copy = structuredClone(document)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<Json>((at, key) => at[key] ?? {}, copy)
  if (value === undefined) delete parent[last]
  else parent[last] = value as Json
  return copy
}
