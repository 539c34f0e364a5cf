import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CodeSettings,
  codeInStep,
  makeCodeSettings,
  otpauthUri,
  stepOfCode,
} from '../../src/identity/code-app/totp.ts'

import { base32 } from './base32.ts'

type Algorithm = CodeSettings['algorithm']
type Vectors = {
  readonly secrets: Readonly<Record<Algorithm, string>>
  readonly cases: readonly (Readonly<Record<Algorithm, string>> & { readonly seconds: number })[]
}

const VECTORS = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', 'totp.json'), 'utf8')) as Vectors
const SETTINGS: CodeSettings = {
  secret: base32('12345678901234567890'),
  digits: 6,
  periodSeconds: 30,
  algorithm: 'sha1',
}
const DIGITS = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 8 }).map((all) => all.join(''))
const NOW = new Date('2026-05-06T07:08:09Z')
const STEP = Math.floor(NOW.getTime() / 30_000)

describe('RFC 6238, appendix B', () => {
  const algorithms: readonly Algorithm[] = ['sha1', 'sha256', 'sha512']
  test.each(
    algorithms.flatMap((algorithm) => VECTORS.cases.map((one) => [algorithm, one.seconds, one[algorithm]] as const)),
  )('%s at %i is %s', (algorithm, seconds, code) => {
    const secret = base32(VECTORS.secrets[algorithm])
    const settings: CodeSettings = { secret, digits: 8, periodSeconds: 30, algorithm }
    expect(codeInStep(settings, Math.floor(seconds / 30))).toBe(code)
    expect(stepOfCode(settings, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
  })
})

// biome-ignore format: a table
test.each<[string, number, number | null]>([
  ['two steps ago',    -2, null],
  ['the step before',  -1, STEP - 1],
  ['the present step',  0, STEP],
  ['the step after',    1, STEP + 1],
  ['two steps ahead',   2, null],
])('case R11: a code of %s', (_, offset, step) => {
  expect(stepOfCode(SETTINGS, codeInStep(SETTINGS, STEP + offset), NOW)).toBe(step)
})

test('a code may be typed in two halves', () => {
  const code = codeInStep(SETTINGS, STEP)
  expect(stepOfCode(SETTINGS, ` ${code.slice(0, 3)} ${code.slice(3)}\n`, NOW)).toBe(STEP)
})

test('no other text is a code, and none makes it stumble', () => {
  const right = [-1, 0, 1].map((offset) => codeInStep(SETTINGS, STEP + offset))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), DIGITS), (text) => {
      fc.pre(!right.includes(text.replace(/[\s-]/g, '')))
      expect(stepOfCode(SETTINGS, text, NOW)).toBeNull()
    }),
  )
  expect(stepOfCode(SETTINGS, '１２３４５６', NOW)).toBeNull()
  expect(stepOfCode(SETTINGS, '1'.repeat(1_000_000), NOW)).toBeNull()
})

test('eight digits are asked where the app shows eight', () => {
  const eight: CodeSettings = { ...SETTINGS, digits: 8 }
  expect(stepOfCode(eight, codeInStep(SETTINGS, STEP), NOW)).toBeNull()
  expect(stepOfCode(eight, codeInStep(eight, STEP), NOW)).toBe(STEP)
})

test('a new secret has 160 bits and is another one each time', () => {
  const one = makeCodeSettings()
  expect(one).toEqual({ ...SETTINGS, secret: expect.stringMatching(/^[A-Z2-7]{32}$/) })
  expect(makeCodeSettings().secret).not.toBe(one.secret)
})

test('an app reads who it is for, and whom it is of', () => {
  const uri = new URL(otpauthUri(SETTINGS, { issuer: 'Sluice & Co', label: 'j.peeters:1' }))
  expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', SETTINGS.secret])
  expect(uri.searchParams.get('issuer')).toBe('Sluice & Co')
})
