import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CATALOGUE, textOf } from '../../src/batch/reasons/catalogue.ts'
import type { BadSignature, SignatureFinding } from '../../src/signing/finding.ts'
import { ROUNDS } from '../../src/stages/checks/check.ts'
import { decide, reasonsOf } from '../../src/stages/checks/decide.ts'
import { CHECKS } from '../../src/stages/checks/table.ts'
import { aSet, documentOf, FI, FS, GO, GOOD, KEY, member, type SetChanges } from './a-set.ts'

const BAD: BadSignature = { outcome: 'bad', code: 125, annex25: [11, 1203], detail: 'wrongValue' }

describe('rule 6.2 the first round that finds reasons decides', () => {
  test('a set without reasons is accepted', () => {
    expect(decide(aSet())).toEqual({ outcome: 'accepted', reasons: [] })
  })

  test('each round hides those after it', () => {
    const faults: SetChanges[] = [
      { keyAcceptedBefore: true },
      { members: [FI, GO] },
      { rights: { bindings: [] } },
      { signatures: [{ file: FS, finding: BAD }] },
      { documents: [documentOf({ forms: 0 })] },
    ]
    const decided = faults.map((_, first) => decide(aSet(Object.assign({}, ...faults.slice(first)))))
    expect(decided.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([[133], [122], [154], [125], [157]])
  })

  test('thousands of misnamed files in one set are judged at once, and a hundred of them told', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => `FI.${KEY}.1.1.${index}`)
    const { outcome, reasons } = decide(aSet({ members: [...members, GO.replace('00001', '0000a')] }))
    expect(outcome).toBe('rejected')
    expect(reasons.map(({ code }) => code)).toEqual([...Array.from({ length: 100 }, () => 131), 367])
  })

  test('rounds can be left out', () => {
    const facts = aSet({ rights: { bindings: [] } })
    expect(decide(facts, ['name', 'set', 'signature', 'document'])).toEqual({ outcome: 'accepted', reasons: [] })
  })
})

describe('rule 6.1 a sender’s own acknowledgement', () => {
  const own = (...marks: string[]) => marks.map((mark) => `${mark}.ACRF.123456.20260105.00001.R`)

  test('needs neither FS nor a chosen service nor a document that is right', () => {
    const documents = [documentOf({ wellFormed: false })]
    const facts = aSet({ members: own('FI', 'GO'), rights: { bindings: [] }, documents })
    expect(decide(facts)).toEqual({ outcome: 'accepted', reasons: [] })
  })

  test('needs a right name, FI and GO, and an active sender', () => {
    const codes = (changes: SetChanges) => decide(aSet(changes)).reasons.map(({ code }) => code)
    expect(codes({ members: own('FI', 'GO'), envelope: { sender: '999998' } })).toEqual([108])
    expect(codes({ members: own('GO') })).toEqual([120])
    expect(codes({ members: own('FI') })).toEqual([130])
    expect(codes({ members: own('FI', 'GO'), rights: { sender: { number: '123456', state: 'closed' } } })).toEqual([
      103,
    ])
  })
})

describe('the table of checks', () => {
  test('has every code of the first issue, and no other', () => {
    const codes = [...new Set(CHECKS.flatMap(([, , its]) => its))].sort((one, other) => one - other)
    expect(codes).toEqual([
      ...[88, 89, 102, 103, 107, 108, 109, 110, 111, 112, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125],
      ...[126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 138, 139, 144, 153, 154, 157, 158, 168, 184, 205],
      ...[249, 257, 275, 312, 367],
    ])
  })

  test('tells its rounds in their order', () => {
    const rounds = CHECKS.map(([round]) => ROUNDS.indexOf(round))
    expect(rounds).toEqual([...rounds].sort((one, other) => one - other))
  })

  test('names no check twice', () => {
    expect(new Set(CHECKS.map(([, check]) => check)).size).toBe(CHECKS.length)
  })
})

test('deciding is total: any facts give a verdict, whose reasons stand in the table and in the catalogue', () => {
  fc.assert(
    fc.property(anyFacts(), (changes) => {
      const facts = aSet(changes)
      const { outcome, reasons } = decide(facts)
      expect(outcome === 'accepted').toBe(reasons.length === 0)
      for (const [round, check, codes] of CHECKS) {
        for (const reason of check(facts)) {
          expect(codes, `${round} ${check.name}`).toContain(reason.code)
          const key = reason.detail ? `${reason.code}.${reason.detail}` : `${reason.code}`
          expect(reason.code === 153 || key in CATALOGUE, key).toBe(true)
          for (const text of Object.values(textOf(reason))) expect(text).not.toMatch(/[{}[\]]|–/)
        }
      }
      expect(outcome === 'rejected' || ROUNDS.every((round) => reasonsOf(round, facts).length === 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

function anyFacts(): fc.Arbitrary<SetChanges> {
  const elements = [
    'DMFA',
    'dimn',
    'ACRF',
    'LIMO',
    '123456',
    '12345',
    '20260105',
    '20260230',
    '00001',
    '0000a',
    'R',
    'T',
    'X',
    '1',
    '2',
    '12',
  ]
  const name = fc.oneof(
    fc.constantFrom(FI, FS, GO, `FI.${KEY}.2.2`, `FS.${KEY}.2.1`, `GO.${KEY}.2`, `TD.${KEY}.1.1`, `FI.${KEY}`),
    fc
      .tuple(fc.constantFrom('FI', 'FS', 'GO', 'TD', 'FX'), fc.array(fc.constantFrom(...elements), { maxLength: 8 }))
      .map(([mark, rest]) => [mark, ...rest].join('.')),
  )
  const file = fc.record({
    name,
    bytes: fc.nat(2),
    overLimit: fc.boolean(),
    channel: fc.constantFrom('sftp', 'ftp', 'web'),
  })
  const finding = fc.constantFrom<SignatureFinding>(GOOD, BAD, { ...BAD, detail: 'expired' })
  const document = fc
    .record(
      {
        wellFormed: fc.boolean(),
        doctype: fc.boolean(),
        fault: fc.option(fc.constant({ line: 1, column: 1, message: 'unclosed tag' })),
        root: fc.option(
          fc.record({
            name: fc.constantFrom('DmfAOriginal', 'Dimona', 'Foo', 'constructor'),
            namespace: fc.option(fc.constant('urn:x')),
            prefix: fc.constant(null),
          }),
        ),
        schemaReference: fc.option(fc.constant({ raw: 'Dimona_20231.xsd', name: 'Dimona_20231.xsd' })),
        childrenOtherThanForm: fc.array(fc.constantFrom('Foo', '__proto__'), { maxLength: 2 }),
        forms: fc.nat(2000),
        formsWithoutIdentification: fc.nat(1),
        identifications: fc.array(fc.constantFrom('DMFA', 'DIMONA', ''), { maxLength: 2 }),
        schema: fc.record({
          outcome: fc.constantFrom(
            'valid',
            'invalid',
            'notInstalled',
            'unknownVersion',
            'none',
            'notReached',
            'tooLarge',
          ),
          errors: fc.array(fc.constant({ line: 2, column: 3, message: 'wrong' }), { maxLength: 2 }),
        }),
      },
      { requiredKeys: [] },
    )
    .map(documentOf)
  return fc.record(
    {
      members: fc.array(
        file.map(({ name: its, ...changes }) => member(its, changes)),
        { maxLength: 5 },
      ),
      envelope: fc.record({ environment: fc.constantFrom('R', 'T', 'S'), sender: fc.constantFrom('123456', '999998') }),
      rights: fc.record(
        {
          channels: fc.array(
            fc.record({ type: fc.constantFrom('sftp', 'web'), state: fc.constantFrom('active', 'suspended') }),
          ),
          bindings: fc.array(
            fc.record({
              service: fc.constantFrom('DMFA', 'DIMN'),
              environment: fc.constantFrom('R', 'T'),
              channel: fc.constantFrom('sftp', 'web'),
            }),
          ),
        },
        { requiredKeys: [] },
      ),
      keyAcceptedBefore: fc.boolean(),
      signatures: fc.array(
        finding.map((its) => ({ file: FS, finding: its })),
        { maxLength: 2 },
      ),
      documents: fc.array(document, { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<SetChanges>
}
