import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { type CodeSettings, codeInStep } from '../../src/identity/code-app/totp.ts'
import { base32 } from './base32.ts'

/** The vectors of the RFCs, as files of `KEY = value`. */
const VECTORS = join(import.meta.dirname, '../../../shared/corpora/otp')

beforeEach(({ skip }) =>
  skip(!existsSync(VECTORS) && process.env.SLUICE_WIDE !== '1', 'not run: needs the vectors of one-time passwords'),
)

test('RFC 6238: every code of the list, of all three algorithms', () => {
  const vectors = read('rfc-6238.txt')
  expect(vectors.length).toBeGreaterThanOrEqual(18)
  const codes = vectors.map(({ SECRET = '', MODE = '', TIME = '' }) => {
    const algorithm = MODE.toLowerCase() as CodeSettings['algorithm']
    return codeInStep(
      { secret: base32(SECRET), digits: 8, periodSeconds: 30, algorithm },
      Math.floor(Number(TIME) / 30),
    )
  })
  expect(codes).toEqual(vectors.map(({ TOTP }) => TOTP))
})

test('RFC 4226: every code of the list, of six digits', () => {
  const vectors = read('rfc-4226.txt')
  expect(vectors.length).toBeGreaterThanOrEqual(10)
  const codes = vectors.map(({ SECRET = '', COUNTER }) =>
    codeInStep({ secret: base32(SECRET), digits: 6, periodSeconds: 30, algorithm: 'sha1' }, Number(COUNTER)),
  )
  expect(codes).toEqual(vectors.map(({ HOTP }) => HOTP))
})

function read(name: string): Readonly<Record<string, string>>[] {
  const text = readFileSync(join(VECTORS, name), 'utf8')
  return text
    .split(/^COUNT = .*$/m)
    .slice(1)
    .map((block) =>
      Object.fromEntries([...block.matchAll(/^(\w+) = (.*)$/gm)].map(([, key, one]) => [key, one?.trim()])),
    )
}
