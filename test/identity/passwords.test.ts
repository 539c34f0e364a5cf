import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COST, createPasswordHasher, isOutdated } from '../../src/identity/passwords/hash.ts'
import { judgePassword } from '../../src/identity/passwords/rule.ts'

type Vector = {
  readonly password: string
  readonly confirmation?: string
  readonly restrictAlphabet?: boolean
  readonly faults: readonly string[]
}

const IDENTITY = ['jpeeters.7k2', 'jan.peeters', '85073000160']
const RULES = { lengthMax: 128, restrictAlphabet: false }

// Holds rule 11.2.
describe('the rule for passwords', () => {
  test.each(vectors())(
    '$password: $faults',
    ({ password, confirmation = password, restrictAlphabet = false, faults }) => {
      const rules = { ...RULES, restrictAlphabet }
      expect(judgePassword({ password, confirmation, identity: IDENTITY }, rules)).toEqual(faults)
    },
  )

  test('128 characters are enough and 129 are too many, whatever they weigh', () => {
    expect(judge(`${'😀'.repeat(126)}12`)).toEqual([])
    expect(judge(`${'😀'.repeat(127)}12`)).toEqual(['passwordTooLong'])
    expect(judge('1'.repeat(1_000_000))).toEqual(['passwordTooLong'])
  })

  test('length and class are what the official page says of them, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (password) => {
        const faults = judgePassword({ password, confirmation: password, identity: [] }, RULES)
        const written = [...password.normalize('NFC')]
        const counting = written.filter((one) => `0123456789;:=?./+*$%><&@#'(!{})-`.includes(one))
        expect(faults.includes('passwordTooShort')).toBe(written.length < 10)
        expect(faults.includes('passwordMissingRequiredCharacters')).toBe(counting.length < 2)
      }),
    )
  })

  test('all ways to write a text get the same judgement', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 40 }), (password) => {
        const other = { password: password.normalize('NFD'), confirmation: password, identity: IDENTITY }
        expect(judgePassword(other, RULES)).toEqual(judge(password))
      }),
    )
  })
})

describe('a stored password', () => {
  const passwords = createPasswordHasher(() => 2)

  test('is an argon2id hash that tells its costs', async () => {
    const stored = await passwords.hash('Straßenfest2!')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await passwords.isRight('Straßenfest2!', stored)).toBe(true)
    expect(await passwords.isRight('Straßenfest2?', stored)).toBe(false)
    expect(isOutdated(stored)).toBe(false)
    expect(isOutdated(stored.replace(`m=${COST.memoryCost}`, 'm=8192'))).toBe(true)
  })

  test('case R10: counts every byte, beyond 72 and after a NUL, in every way to write it', async () => {
    const long = `${'a'.repeat(90)}\0bc12`
    const stored = await passwords.hash(`${long}é`)
    expect(await passwords.isRight(`${long}e\u0301`, stored)).toBe(true)
    expect(await passwords.isRight(`${long}e`, stored)).toBe(false)
    expect(await passwords.isRight(`${'a'.repeat(90)}`, stored)).toBe(false)
    expect(await passwords.isRight(`${'a'.repeat(90)}\0`, stored)).toBe(false)
  })

  test('is not found where none is, where it is of another kind, nor by a megabyte', async () => {
    const stored = await passwords.hash('')
    expect(await passwords.isRight('x', null)).toBe(false)
    expect(await passwords.isRight('x', 'x')).toBe(false)
    expect(await passwords.isRight('\0'.repeat(1_000_000), stored)).toBe(false)
    await expect(passwords.hash('1'.repeat(1_000_000))).rejects.toThrow(TypeError)
  })

  test('is looked at by so many at once and no more', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
    }
    await Promise.all(Array.from({ length: 10 }, () => passwords.inTurn(work)))
    expect(most).toBe(2)
  })
})

function judge(password: string) {
  return judgePassword({ password, confirmation: password, identity: IDENTITY }, RULES)
}

function vectors(): Vector[] {
  const text = readFileSync(join(import.meta.dirname, 'vectors', 'passwords.json'), 'utf8')
  return (JSON.parse(text) as { readonly cases: Vector[] }).cases
}
