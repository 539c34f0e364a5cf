import { expect, test } from 'vitest'
import { hashChannelPassword, isChannelPassword, makeChannelPassword } from '../../src/registry/channel-password.ts'

test('a password has 24 letters, digits, hyphens and underscores, and no two are the same', () => {
  const passwords = Array.from({ length: 1000 }, makeChannelPassword)
  expect(passwords.filter((password) => !/^[A-Za-z0-9_-]{24}$/.test(password))).toEqual([])
  expect(new Set(passwords).size).toBe(1000)
})

test('the hash knows its own password and no other, and is salted', async () => {
  const stored = await hashChannelPassword('correct-horse')
  expect(stored).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$/)
  expect(await isChannelPassword('correct-horse', stored)).toBe(true)
  expect(await isChannelPassword('correct-horsf', stored)).toBe(false)
  expect(await isChannelPassword('', stored)).toBe(false)
  expect(await hashChannelPassword('correct-horse')).not.toBe(stored)
})

test('no stored hash fits no password', async () => {
  expect(await isChannelPassword('correct-horse', null)).toBe(false)
  expect(await isChannelPassword('', '$scrypt$ln=14,r=8,p=1$$')).toBe(false)
})

test('a hash of other parameters is still read', async () => {
  const stored = '$scrypt$ln=10,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$'
  expect(await isChannelPassword('pw', `${stored}${await rfcHash()}`)).toBe(true)
})

async function rfcHash(): Promise<string> {
  const { scryptSync } = await import('node:crypto')
  return scryptSync('pw', 'saltsaltsaltsalt', 32, { N: 1024, r: 8, p: 1 }).toString('base64').replace(/=+$/, '')
}
