import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { fingerprintOf, loadHostKeys, publicKeyBlob } from '../../src/endpoints/sftp/host-keys.ts'
import { makeKeyPair } from '../../src/endpoints/sftp/key-pair.ts'

let dir = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-host-keys-'))
})

afterAll(() => rm(dir, { recursive: true }))

test('production refuses to start without host keys, trial makes them once (case G5)', async () => {
  await expect(loadHostKeys(dir, { make: false })).rejects.toThrow(Misconfigured)
  const made = await loadHostKeys(dir, { make: true })
  expect(made.map(({ type }) => type)).toEqual(['ssh-ed25519', 'ssh-rsa'])
  expect((await readdir(dir)).sort()).toEqual([
    'ssh_host_ed25519_key',
    'ssh_host_ed25519_key.pub',
    'ssh_host_rsa_key',
    'ssh_host_rsa_key.pub',
  ])
  expect((await stat(join(dir, 'ssh_host_rsa_key'))).mode & 0o777).toBe(0o600)
  expect(await loadHostKeys(dir, { make: false })).toEqual(made)
})

test('a private key that others can read is refused', async () => {
  const path = join(dir, 'ssh_host_ed25519_key')
  await chmod(path, 0o640)
  await expect(loadHostKeys(dir, { make: true })).rejects.toMatchObject({
    name: 'Misconfigured',
    remedy: `Run: chmod 600 ${path}`,
  })
  await chmod(path, 0o600)
})

test.each<[string, () => string]>([
  ['no key at all', () => 'no key'],
  ['a public key', () => ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).public],
  [
    'an encrypted key',
    () => ssh2.utils.generateKeyPairSync('ed25519', { passphrase: 'x', cipher: 'aes256-ctr', rounds: 16 }).private,
  ],
])('%s in place of a host key is refused', async (_, text) => {
  const other = await mkdtemp(join(tmpdir(), 'sluice-host-keys-'))
  await writeFile(join(other, 'ssh_host_ed25519_key'), text(), { mode: 0o600 })
  await expect(loadHostKeys(other, { make: true })).rejects.toThrow(Misconfigured)
  await rm(other, { recursive: true })
})

test('an ecdsa key is read where the operator wants it, and never made', async () => {
  const { private: text } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
  expect(await loadHostKeys(dir, { make: true, ecdsa: true })).toHaveLength(2)
  await writeFile(join(dir, 'ssh_host_ecdsa_key'), text, { mode: 0o600 })
  expect((await loadHostKeys(dir, { make: true, ecdsa: true })).map(({ type }) => type)).toEqual([
    'ssh-ed25519',
    'ssh-rsa',
    'ecdsa-sha2-nistp256',
  ])
})

test('every key pair that is made can be read, also when ssh2 makes one that cannot', async () => {
  const made = await Promise.all(Array.from({ length: 500 }, () => makeKeyPair('ed25519', 'x')))
  expect(made.filter(({ publicKey }) => publicKeyBlob(publicKey)?.length !== 51)).toEqual([])
})

test('a fingerprint is what ssh-keygen shows', () => {
  const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFBoryrsmYHx8P0olh6FlfLZVfEztttpC0kk5KeAffbJ example'
  const blob = publicKeyBlob(line)
  expect(blob && fingerprintOf(blob)).toBe('SHA256:vWrv/CSu5twFxl0YqKuOMzLy7fDXauST1P5Put4jvS0')
  expect(publicKeyBlob('ssh-ed25519 AAAA')).toBeUndefined()
})
