import { expect, test } from 'vitest'
import { hashChannelPassword, isChannelPassword, makeChannelPassword } from '../../src/registry/channel-password.ts'

test('a password has 24 letters, digits, hyphens and underscores, and no two are the same', () => {
  const passwords = Array.from({ length: 1000 }, makeChannelPassword)
  expect(passwords.filter((password) => !/^[A-Za-z0-9_-]{24}$/.test(password))).toEqual([])
  expect(new Set(passwords).size).toBe(1000)
})

test('the hash knows its own password and no other, and is salted', async () => {
  const stored = await hashChannelPassword('correct-horse')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=8192,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await isChannelPassword('correct-horse', stored)).toBe(true)
  expect(await isChannelPassword('correct-horsf', stored)).toBe(false)
  expect(await isChannelPassword('', stored)).toBe(false)
  expect(await hashChannelPassword('correct-horse')).not.toBe(stored)
})

// biome-ignore format: a table
test.each([
  ['$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',   'password'],
  ['$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',   'password'],
  ['$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg', 'password'],
  ['$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94', 'differentpassword'],
])('the vectors of the reference implementation: %s', async (stored, password) => {
  expect(await isChannelPassword(password, stored)).toBe(true)
  expect(await isChannelPassword(`${password}!`, stored)).toBe(false)
})

test('what is stored otherwise fits no password', async () => {
  const damaged = (await hashChannelPassword('pw')).slice(0, -1)
  for (const stored of [null, '', 'pw', damaged, '$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$']) {
    expect([await isChannelPassword('pw', stored), await isChannelPassword('', stored)]).toEqual([false, false])
  }
})

test.each([71, 72, 73, 255, 256, 1024])('case R10: every byte of %i counts', async (length) => {
  const password = 'x'.repeat(length - 1)
  const stored = await hashChannelPassword(`${password}y`)
  const tries = [`${password}y`, `${password}z`, password, `${password}yy`]
  expect(await Promise.all(tries.map((each) => isChannelPassword(each, stored)))).toEqual([true, false, false, false])
})

test('case R10: a letter is the same however it is written', async () => {
  const [composed, decomposed] = ['\u00e9t\u00e9 \u1e9b\u0323'.normalize('NFC'), 'e\u0301te\u0301 \u017f\u0323\u0307']
  expect(composed).not.toBe(decomposed)
  expect(await isChannelPassword(decomposed, await hashChannelPassword(composed))).toBe(true)
  expect(await isChannelPassword(composed, await hashChannelPassword(decomposed))).toBe(true)
  expect(await isChannelPassword('ﬁ', await hashChannelPassword('fi'))).toBe(false)
})

test('case R10: a NUL ends nothing', async () => {
  const stored = await hashChannelPassword('pass\0word')
  const tries = ['pass\0word', 'pass', 'pass\0', 'pass\0work', 'password']
  expect(await Promise.all(tries.map((each) => isChannelPassword(each, stored)))).toEqual([
    ...[true, false, false, false, false],
  ])
})

test('case R10: more than 1 KiB is nobody’s password', async () => {
  const stored = await hashChannelPassword('é'.repeat(512))
  const tries = ['é'.repeat(512), `${'é'.repeat(512)}x`, 'x'.repeat(1025), 'x'.repeat(1024 * 1024)]
  expect(await Promise.all(tries.map((each) => isChannelPassword(each, stored)))).toEqual([true, false, false, false])
  expect(await isChannelPassword('x'.repeat(1025), await hashChannelPassword(''))).toBe(false)
  await expect(hashChannelPassword('é'.repeat(513))).rejects.toThrow(TypeError)
})
