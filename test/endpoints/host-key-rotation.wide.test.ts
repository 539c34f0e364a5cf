/** OpenSSH's own client learns the keys to come, and goes on when they have taken over. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fingerprintOf, type HostKeys, publicKeyBlob } from '../../src/endpoints/sftp/host-keys.ts'
import { makeKeyPair } from '../../src/endpoints/sftp/key-pair.ts'
import { startEngine, USER_KEY } from './support/engine.ts'
import { notRun, outcomeOfProgram } from './support/programs.ts'

const made = {
  old: await makeKeyPair('ed25519', 'old'),
  next: await makeKeyPair('ed25519', 'next'),
  rsa: await makeKeyPair('rsa', 'rsa'),
}
type Name = keyof typeof made

const blobOf = (name: Name): string => made[name].publicKey.split(' ')[1] ?? ''
const keys = (...names: readonly Name[]): HostKeys =>
  names.map((name) => {
    const { privateKey, publicKey } = made[name]
    const [type = ''] = publicKey.split(' ')
    return { type, privateKey, fingerprint: fingerprintOf(publicKeyBlob(publicKey)!) }
  })

// biome-ignore format: a table
test.for([
  ['by an Ed25519 key', 'ssh-ed25519,rsa-sha2-512'],
  ['by an RSA key and SHA-256', 'rsa-sha2-256,ssh-ed25519'],
  ['by an RSA key and SHA-512', 'rsa-sha2-512,ssh-ed25519'],
] as const)('case O3, rule 29.10: a client that knows us %s learns the keys to come, and forgets those that are gone', async ([, algorithm], { skip }) => {
  const reason = notRun('sftp', 'ssh')
  skip(reason !== undefined, reason)
  const folder = await mkdtemp(join(tmpdir(), 'sluice-host-keys-'))
  const hosts = join(folder, 'known_hosts')
  await writeFile(join(folder, 'id'), USER_KEY.privateKey, { mode: 0o600 })
  const sftp = (port: number) => {
    const options = ['UpdateHostKeys=yes', 'StrictHostKeyChecking=yes', `UserKnownHostsFile=${hosts}`, 'IdentitiesOnly=yes', `HostKeyAlgorithms=${algorithm}`]
    const words = [...options.flatMap((option) => ['-o', option]), '-F', '/dev/null', '-i', join(folder, 'id')]
    return outcomeOfProgram('sftp', [...words, '-P', String(port), '-b', '-', 'user@127.0.0.1'], { input: 'pwd\n' })
  }
  const known = async (): Promise<string[]> => {
    const text = await readFile(hosts, 'utf8')
    return (['old', 'next', 'rsa'] as const).filter((name) => text.includes(blobOf(name)))
  }
  const first = algorithm.startsWith('ssh-ed25519') ? 'old' : 'rsa'
  const port = await (async () => {
    await using engine = await startEngine({ hostKeys: keys('old', 'rsa'), nextHostKeys: keys('next') })
    await writeFile(hosts, `[127.0.0.1]:${engine.port} ${made[first].publicKey}\n`)
    expect(await sftp(engine.port)).toMatchObject({ code: 0 })
    return engine.port
  })()
  expect(await known()).toEqual(['old', 'next', 'rsa'])
  await using _later = await startEngine({ hostKeys: keys('next', 'rsa'), port })
  expect(await sftp(port)).toMatchObject({ code: 0 })
  expect(await known()).toEqual(['next', 'rsa'])
  await rm(folder, { recursive: true })
})
