import { describe, expect, test } from 'vitest'
import type { SignatureFinding } from '../../../src/signing/finding.ts'
import { reasonsOf } from '../../../src/stages/checks/decide.ts'
import { signaturesAreGood } from '../../../src/stages/checks/signatures-are-good.ts'
import { aSet, FS, GOOD } from '../a-set.ts'

const WRONG_BYTES: SignatureFinding = {
  ...{ outcome: 'bad', code: 125, annex25: [11, 1205], detail: 'asciiMode' },
  ...{ seen: 'sha256 aa', expected: 'sha256 bb' },
}
const STRANGER: SignatureFinding = { outcome: 'bad', code: 153, annex25: [0, 0], detail: 'notRegistered', seen: '2A' }

describe('rule 4.1 signatures are good', () => {
  test('and then nothing is said', () => {
    expect(signaturesAreGood(aSet())).toEqual([])
    expect(signaturesAreGood(aSet({ signatures: [] }))).toEqual([])
  })
  test('else 125 with cause, pair of annex 25 and digests (case C2)', () => {
    expect(signaturesAreGood(aSet({ signatures: [{ file: FS, finding: WRONG_BYTES }] }))).toEqual([
      {
        ...{ code: 125, file: FS, detail: 'asciiMode', annex25: [11, 1205] },
        ...{ seen: 'sha256 aa', expected: 'sha256 bb' },
      },
    ])
  })
})

test('rule 4.2 a certificate that is not the sender’s is 153 (cases C5, C6)', () => {
  expect(signaturesAreGood(aSet({ signatures: [{ file: FS, finding: STRANGER }] }))).toEqual([
    { code: 153, file: FS, detail: 'notRegistered', annex25: [0, 0], seen: '2A' },
  ])
})

test('of several parts each bad signature is told', () => {
  const signatures = [WRONG_BYTES, GOOD, STRANGER].map((finding, index) => ({ file: `${index}`, finding }))
  const reasons = reasonsOf('signature', aSet({ signatures }))
  expect(reasons.map(({ file, code }) => [file, code])).toEqual([
    ['0', 125],
    ['2', 153],
  ])
})
