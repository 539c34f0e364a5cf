import { describe, expect, test } from 'vitest'
import type { Check } from '../../../src/stages/checks/check.ts'
import { reasonsOf } from '../../../src/stages/checks/decide.ts'
import { declarationPartsFit } from '../../../src/stages/checks/declaration-parts-fit.ts'
import { declarationsAreComplete } from '../../../src/stages/checks/declarations-are-complete.ts'
import { declarationsHoldContent } from '../../../src/stages/checks/declarations-hold-content.ts'
import { filesAreWithinLimit } from '../../../src/stages/checks/files-are-within-limit.ts'
import { signaturePartsFit } from '../../../src/stages/checks/signature-parts-fit.ts'
import { signaturesAreAdmitted } from '../../../src/stages/checks/signatures-are-admitted.ts'
import { signaturesAreComplete } from '../../../src/stages/checks/signatures-are-complete.ts'
import { triggerCame } from '../../../src/stages/checks/trigger-came.ts'
import { aSet, FI, FS, GO, KEY, member, parts, SETTINGS } from '../a-set.ts'

const GO4 = `GO.${KEY}.4`

describe('the set round', () => {
  // biome-ignore format: a table
  test.each<[string, readonly string[], readonly number[]]>([
    ['a whole set',                          [FI, FS, GO], []],
    ['the short form throughout',            [`FI.${KEY}`, `FS.${KEY}`, `GO.${KEY}`], []],
    ['short and full forms mixed',           [`FI.${KEY}`, FS, GO], []],
    ['four parts',                           [...parts('FI', 4, 3, 1, 4, 2), ...parts('FS', 4, 1, 2, 3, 4), GO4], []],
    ['FS missing',                           [FI, GO], [122]],
    ['FI missing',                           [FS, GO], [120]],
    ['GO only',                              [GO], [120, 122]],
    ['FS only, expired',                     [FS], [130]],
    ['FI only, expired',                     [FI], [130]],
    ['three FI of four',                     [...parts('FI', 4, 1, 2, 4), ...parts('FS', 4, 1, 2, 3, 4), GO4], [120]],
    ['three FS of four',                     [...parts('FI', 4, 1, 2, 3, 4), ...parts('FS', 4, 1, 2, 4), GO4], [122]],
    ['parts 1, 2, 2, 4',                     [...parts('FI', 4, 1, 2, 4), ...parts('FI', 3, 2), ...parts('FS', 4, 1, 2, 3, 4), GO4], [123]],
    ['the same part in short and full form', [FI, `FI.${KEY}`, FS, GO], [120, 123]],
    ['an FI of another count than the GO',   [...parts('FI', 2, 1), FS, GO], [123]],
    ['an FS of another count than the GO',   [FI, ...parts('FS', 2, 1), GO], [124]],
    ['a part above the count',               [...parts('FI', 1, 2), ...parts('FS', 1, 2), GO], [123, 124]],
    ['one part too many',                    [FI, ...parts('FI', 2, 2), FS, GO], [120, 123]],
  ])('%s: %j', (_, members, codes) => {
    expect(distinctCodes(members)).toEqual(codes)
  })
})

describe('rule 2.1 the trigger came', () => {
  test('and says how many parts there are', () => {
    expect(triggerCame(aSet())).toEqual([])
  })
  test('else 130 and nothing else, whatever else is wrong', () => {
    const members = [member(FI, { bytes: 0, overLimit: true })]
    expect(reasonsOf('set', aSet({ members, envelope: { why: 'expired' } }))).toEqual([{ code: 130 }])
  })
  test('of two, the later one counts', () => {
    const members = [...parts('FI', 2, 1, 2), ...parts('FS', 2, 1, 2)]
    const early = member(`GO.${KEY}`, { receivedAt: '2026-01-05T09:00:00.000Z' })
    const late = member(`GO.${KEY}.2`, { receivedAt: '2026-01-05T09:30:00.000Z' })
    expect(reasonsOf('set', aSet({ members: [...members, late, early] }))).toEqual([])
  })
})

describe('rule 2.2 declarations are complete', () => {
  accepts(declarationsAreComplete)
  test('else 120, with the names that are missing', () => {
    const members = [...parts('FI', 4, 1, 2, 4), GO4]
    expect(declarationsAreComplete(aSet({ members }))).toEqual([{ code: 120, seen: '3/4', expected: `FI.${KEY}.4.3` }])
  })
  test('a file that was too large counts as present (decision 9)', () => {
    expect(declarationsAreComplete(aSet({ members: [member(FI, { overLimit: true }), FS, GO] }))).toEqual([])
  })
})

describe('rule 2.3 the parts of the declaration fit', () => {
  accepts(declarationPartsFit)
  test('else 123 for the file that does not', () => {
    const members = [FI, `FI.${KEY}.2.2`, FS, GO]
    expect(declarationPartsFit(aSet({ members }))).toEqual([
      { code: 123, file: `FI.${KEY}.2.2`, seen: '2.2', expected: '1.1' },
    ])
  })
  test('and a part that is there twice is told as such', () => {
    const members = [FI, `FI.${KEY}`, FS, GO]
    expect(declarationPartsFit(aSet({ members }))).toEqual([
      { code: 123, detail: 'twice', file: FI, seen: '1.1', expected: '1.1' },
    ])
  })
})

describe('rule 2.4 signatures are complete', () => {
  accepts(signaturesAreComplete)
  test('else 122 in production and test (case A3)', () => {
    const missing = [{ code: 122, seen: '0/1', expected: FS }]
    expect(signaturesAreComplete(aSet({ members: [FI, GO] }))).toEqual(missing)
    expect(signaturesAreComplete(aSet({ members: [FI, GO], envelope: { environment: 'T' } }))).toEqual(missing)
  })
  test('in simulation none is needed, and some are enough (case A4)', () => {
    const envelope = { environment: 'S' } as const
    const two = [...parts('FI', 2, 1, 2), `GO.${KEY}.2`]
    expect(signaturesAreComplete(aSet({ members: [FI, GO], envelope }))).toEqual([])
    expect(signaturesAreComplete(aSet({ members: two, envelope }))).toEqual([])
    expect(signaturesAreComplete(aSet({ members: [...two, ...parts('FS', 2, 2)], envelope }))).toEqual([])
  })
  test('more than there are parts is 122 everywhere', () => {
    const members = [FI, FS, `FS.${KEY}`, GO]
    expect(signaturesAreComplete(aSet({ members, envelope: { environment: 'S' } }))).toEqual([
      { code: 122, seen: '2/1' },
    ])
  })
})

describe('rule 2.5 the parts of the signature fit', () => {
  accepts(signaturePartsFit)
  test('else 124', () => {
    const members = [FI, `FS.${KEY}.3.3`, GO]
    expect(signaturePartsFit(aSet({ members }))).toEqual([
      { code: 124, file: `FS.${KEY}.3.3`, seen: '3.3', expected: '1.1' },
    ])
  })
})

describe('rule 2.6 signatures are admitted', () => {
  accepts(signaturesAreAdmitted)
  test('but over a channel with a signature of its own: 121', () => {
    const facts = aSet({
      members: [FI, member(FS, { channel: 'web' }), GO],
      settings: { signature: { ...SETTINGS.signature, forbiddenOn: ['web'] } },
    })
    expect(signaturesAreAdmitted(facts)).toHaveLength(1)
    expect(reasonsOf('set', facts)).toEqual([{ code: 121, file: FS, seen: 'web' }])
  })
})

describe('rule 2.7 declarations hold content', () => {
  accepts(declarationsHoldContent)
  test('an empty FI is 134 alone (case N16)', () => {
    expect(reasonsOf('set', aSet({ members: [member(FI, { bytes: 0 }), FS, GO] }))).toEqual([{ code: 134, file: FI }])
    expect(declarationsHoldContent(aSet({ members: [member(FI, { bytes: 0 }), FS, GO] }))).toHaveLength(1)
  })
  test('an empty FS is left to the signature round', () => {
    expect(reasonsOf('set', aSet({ members: [FI, member(FS, { bytes: 0 }), GO] }))).toEqual([])
  })
})

describe('rule 2.8 files are within their limit', () => {
  accepts(filesAreWithinLimit)
  test('else 184 instead of 120 and 122 (case N17)', () => {
    const members = [member(FI, { overLimit: true, bytes: 0 }), member(FS, { overLimit: true }), GO]
    expect(reasonsOf('set', aSet({ members }))).toEqual([
      { code: 184, file: FI, expected: '10 MiB' },
      { code: 184, file: FS, expected: '64 KiB' },
    ])
    expect(filesAreWithinLimit(aSet({ members }))).toHaveLength(2)
  })
})

function accepts(check: Check): void {
  test('of a whole set', () => {
    expect(check(aSet())).toEqual([])
  })
}

function distinctCodes(members: readonly string[]): number[] {
  return [...new Set(reasonsOf('set', aSet({ members })).map(({ code }) => code))]
}
