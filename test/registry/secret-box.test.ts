import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Corrupt, Misconfigured } from '../../src/base/errors.ts'
import { createSecretBox, makeSecretKey } from '../../src/registry/secret-box.ts'

const box = createSecretBox('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff')

test('what was sealed opens again, and never looks the same twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const sealed = box.seal(text, 'ssin', 'a')
      expect(box.open(sealed, 'ssin', 'a')).toBe(text)
      expect(box.seal(text, 'ssin', 'a')).not.toEqual(sealed)
    }),
  )
})

test('any changed byte, another owner, another purpose and another key are noticed', () => {
  const sealed = box.seal('85073000160', 'ssin', 'a')
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(() => box.open(changed, 'ssin', 'a')).toThrow(Corrupt)
  }
  expect(() => box.open(sealed, 'ssin', 'b')).toThrow(Corrupt)
  expect(() => box.open(sealed, 'codeApp', 'a')).toThrow(Corrupt)
  expect(() => createSecretBox(makeSecretKey()).open(sealed, 'ssin', 'a')).toThrow(Corrupt)
  expect(() => box.open(Buffer.alloc(3), 'ssin', 'a')).toThrow(Corrupt)
})

test('a fingerprint depends on text, purpose and key', () => {
  const one = box.fingerprint('85073000160', 'ssin')
  expect(one).toHaveLength(32)
  expect(box.fingerprint('85073000160', 'ssin')).toEqual(one)
  expect(box.fingerprint('85073000161', 'ssin')).not.toEqual(one)
  expect(box.fingerprint('85073000160', 'code')).not.toEqual(one)
  expect(createSecretBox(makeSecretKey()).fingerprint('85073000160', 'ssin')).not.toEqual(one)
})

test.each(['', 'abc', 'zz'.repeat(32), '0'.repeat(63)])('%j is no key', (text) => {
  expect(() => createSecretBox(text)).toThrow(Misconfigured)
})
