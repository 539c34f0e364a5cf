import { describe, expect, test } from 'vitest'
import { FOLDERS } from '../../../src/batch/environment.ts'
import { dateIsRecent } from '../../../src/stages/checks/date-is-recent.ts'
import { reasonsOf } from '../../../src/stages/checks/decide.ts'
import { environmentFitsFolder } from '../../../src/stages/checks/environment-fits-folder.ts'
import { keyIsUnused } from '../../../src/stages/checks/key-is-unused.ts'
import {
  countIsRight,
  dateIsReal,
  environmentIsKnown,
  environmentIsNamed,
  markIsKnown,
  sequenceIsRight,
  structureIsRight,
} from '../../../src/stages/checks/name-elements.ts'
import { partsAreAdmitted } from '../../../src/stages/checks/parts-are-admitted.ts'
import { purposeIsOffered } from '../../../src/stages/checks/purpose-is-offered.ts'
import { senderOwnsFolder } from '../../../src/stages/checks/sender-owns-folder.ts'
import { aSet, FI, FS, GO, KEY, SETTINGS } from '../a-set.ts'
import VECTORS from '../vectors/names-judged.json' with { type: 'json' }

test.each(VECTORS)('on 3 February 2026 $name in $folder gets $codes', ({ name, folder, codes }) => {
  const environment = FOLDERS.find((row) => row.in === folder)?.environment ?? 'R'
  const facts = aSet({
    members: [name],
    envelope: { environment, sealedAt: '2026-02-03T12:00:00.000Z' },
    settings: { limits: { ...SETTINGS.limits, parts: 5 } },
  })
  expect(reasonsOf('name', facts).map(({ code }) => code)).toEqual(codes)
})

test('a set named rightly has no reason in the name round', () => {
  expect(reasonsOf('name', aSet())).toEqual([])
})

test('rule 1.12 all faults of all names are told, what all names share once', () => {
  const members = [
    `FI.DMFA.654321.20260231.00001.R.1.1`,
    `FS.DMFA.654321.20260231.00001.R.1.1.p7s`,
    `GO.DMFA.654321.20260231.00001.R.1`,
  ]
  expect(reasonsOf('name', aSet({ members }))).toEqual([
    {
      code: 132,
      file: members[1],
      detail: 'elements',
      seen: members[1],
      expected: 'FS.DMFA.123456.20260105.00001.R.1.1',
    },
    { code: 108, seen: '654321', expected: '123456' },
    { code: 110, seen: '20260231', expected: '20260105' },
  ])
})

describe('rule 1.1 the mark is known', () => {
  test('FI, FS, GO and TD are', () => {
    expect(markIsKnown(aSet({ members: [FI, FS, GO, `TD.${KEY}.1`] }))).toEqual([])
  })
  test('a file that starts otherwise is 129 alone', () => {
    const facts = aSet({ members: ['FX.dmfa.1.2.3.4'] })
    expect(reasonsOf('name', facts)).toEqual([
      { code: 129, file: 'FX.dmfa.1.2.3.4', seen: 'FX', expected: 'FI, FS, GO, TD' },
    ])
    expect(markIsKnown(facts)).toHaveLength(1)
  })
})

describe('rule 1.2 the structure is right', () => {
  test('in a right name', () => {
    expect(structureIsRight(aSet())).toEqual([])
  })
  test('a sender that is not six digits is told by each mark’s own code, and not as another sender’s', () => {
    const facts = aSet({ members: ['FI', 'FS', 'GO'].map((mark) => `${mark}.DMFA.12345.20260105.00001.R`) })
    const fault = { detail: 'sender', seen: '12345', expected: '123456' }
    expect(reasonsOf('name', facts)).toEqual([
      { code: 131, file: 'FI.DMFA.12345.20260105.00001.R', ...fault },
      { code: 132, file: 'FS.DMFA.12345.20260105.00001.R', ...fault },
      { code: 107, file: 'GO.DMFA.12345.20260105.00001.R', ...fault },
    ])
    expect(structureIsRight(facts)).toHaveLength(3)
  })
})

describe('rule 1.3 the purpose is offered', () => {
  test('as an online service, or as a sender’s own acknowledgement', () => {
    expect(purposeIsOffered(aSet())).toEqual([])
    expect(purposeIsOffered(aSet({ members: ['FI.ACRF.123456.20260105.00001.R'] }))).toEqual([])
  })
  test('else 129, once for the set', () => {
    const members = [FI, FS, GO].map((name) => name.replace('DMFA', 'LIMO'))
    expect(purposeIsOffered(aSet({ members }))).toEqual([{ code: 129, detail: 'purpose', seen: 'LIMO' }])
  })
})

describe('rule 1.4 the sender owns the folder', () => {
  test('when the name has his number', () => {
    expect(senderOwnsFolder(aSet())).toEqual([])
  })
  test('else 108', () => {
    expect(senderOwnsFolder(aSet({ envelope: { sender: '999998' } }))).toEqual([
      { code: 108, seen: '123456', expected: '999998' },
    ])
  })
})

describe('rule 1.5 the date is real', () => {
  test('in the calendar', () => {
    expect(dateIsReal(aSet())).toEqual([])
  })
  test.each([
    ['2026015', 109],
    ['20260132', 110],
  ])('%s is not: %d', (date, code) => {
    const file = FI.replace('20260105', date)
    expect(dateIsReal(aSet({ members: [file] }))).toEqual([{ code, file, seen: date, expected: '20260105' }])
  })
})

describe('rule 1.6 the date is recent', () => {
  test('today, and as many days ago as the limit', () => {
    expect(dateIsRecent(aSet())).toEqual([])
    expect(dateIsRecent(aSet({ envelope: { sealedAt: '2026-02-04T10:00:00.000Z' } }))).toEqual([])
  })
  test('tomorrow is 111', () => {
    const facts = aSet({ envelope: { sealedAt: '2026-01-04T10:00:00.000Z' } })
    expect(dateIsRecent(facts)).toEqual([{ code: 111, seen: '20260105', expected: '20260104' }])
  })
  test('a day more than the limit is 126', () => {
    const facts = aSet({ envelope: { sealedAt: '2026-02-05T10:00:00.000Z' } })
    expect(dateIsRecent(facts)).toEqual([{ code: 126, seen: '20260105', expected: '20260106' }])
  })
  test('the day is Brussels’s: it begins at 23 o’clock UTC in winter and at 22 in summer (case T3)', () => {
    const named = (date: string, sealedAt: string) =>
      dateIsRecent(aSet({ members: [FI.replace('20260105', date)], envelope: { sealedAt } })).map(({ code }) => code)
    expect(named('20260105', '2026-01-04T22:59:59.999Z')).toEqual([111])
    expect(named('20260105', '2026-01-04T23:00:00.000Z')).toEqual([])
    expect(named('20260701', '2026-06-30T21:59:59.999Z')).toEqual([111])
    expect(named('20260701', '2026-06-30T22:00:00.000Z')).toEqual([])
    expect(named('20280229', '2028-02-29T12:00:00.000Z')).toEqual([])
    expect(named('20270101', '2026-12-31T23:00:00.000Z')).toEqual([])
  })
})

describe('rule 1.7 the sequence is right', () => {
  test('five digits or capitals', () => {
    expect(sequenceIsRight(aSet({ members: [FI.replace('00001', '24AZG')] }))).toEqual([])
  })
  test.each([
    ['0001', [112]],
    ['0000a', [367]],
    ['000-01', [112, 367]],
    ['00000', [127]],
  ])('not %s: %j', (sequence, codes) => {
    const facts = aSet({ members: [FI.replace('00001', sequence)] })
    expect(sequenceIsRight(facts).map(({ code }) => code)).toEqual(codes)
  })
})

describe('rule 1.8 the environment is named and known', () => {
  test('R, T and S are', () => {
    for (const letter of ['R', 'T', 'S']) {
      const facts = aSet({ members: [FI.replace('.R.', `.${letter}.`)] })
      expect([...environmentIsNamed(facts), ...environmentIsKnown(facts)]).toEqual([])
    }
  })
  test('an empty one is 144', () => {
    const facts = aSet({ members: [FI.replace('.R.', '..')] })
    expect(environmentIsNamed(facts).map(({ code }) => code)).toEqual([144])
    expect(environmentIsKnown(facts)).toEqual([])
  })
  test('any other is 117', () => {
    const facts = aSet({ members: [FI.replace('.R.', '.P.')] })
    expect(environmentIsNamed(facts)).toEqual([])
    expect(environmentIsKnown(facts).map(({ code }) => code)).toEqual([117])
  })
})

describe('rule 1.9 the environment fits the folder', () => {
  test('in its own', () => {
    expect(environmentFitsFolder(aSet())).toEqual([])
  })
  test('R elsewhere is 118, and says where it belongs', () => {
    expect(environmentFitsFolder(aSet({ envelope: { environment: 'T' } }))).toEqual([
      { code: 118, seen: 'INTEST', expected: 'IN' },
    ])
  })
})

describe('rule 1.10 the count is right', () => {
  test('from 1 to 9', () => {
    expect(countIsRight(aSet({ members: [`GO.${KEY}.9`] }))).toEqual([])
  })
  test.each([
    ['12', 114],
    ['X', 115],
    ['0', 116],
  ])('not %s: %d', (count, code) => {
    expect(countIsRight(aSet({ members: [`GO.${KEY}.${count}`] }))).toEqual([
      { code, file: `GO.${KEY}.${count}`, seen: count, expected: '1-9' },
    ])
  })
})

describe('rule 1.11 the parts are admitted', () => {
  const settings = { limits: { ...SETTINGS.limits, parts: 3 } }
  test('up to the limit', () => {
    expect(partsAreAdmitted(aSet({ members: [`GO.${KEY}.3`], settings }))).toEqual([])
  })
  test('above it is 128', () => {
    expect(partsAreAdmitted(aSet({ members: [`GO.${KEY}.4`], settings }))).toEqual([
      { code: 128, file: `GO.${KEY}.4`, seen: '4', expected: '3' },
    ])
  })
})

describe('rule 7.3 the key is unused', () => {
  test('when no set of it was accepted', () => {
    expect(keyIsUnused(aSet())).toEqual([])
  })
  test('else 133 (cases A9, A10, A20)', () => {
    expect(keyIsUnused(aSet({ keyAcceptedBefore: true }))).toEqual([{ code: 133, seen: KEY }])
  })
})
