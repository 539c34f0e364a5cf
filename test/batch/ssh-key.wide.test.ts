import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseSshPublicKey } from '../../src/batch/ssh-key.ts'

/** OpenSSH's own reader of keys is the oracle. */
const isInstalled = spawnSync('ssh-keygen', ['-?']).error === undefined

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-ssh-keys-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(({ skip }) => {
  skip(!isInstalled && process.env.SLUICE_WIDE !== '1', 'not run: ssh-keygen is not installed')
})

// biome-ignore format: a table
const KINDS: readonly (readonly [name: string, ...options: string[]])[] = [
  ['ed25519', '-t', 'ed25519'],
  ['rsa-2048', '-t', 'rsa', '-b', '2048'],
  ['rsa-3072', '-t', 'rsa', '-b', '3072'],
  ['nistp256', '-t', 'ecdsa', '-b', '256'],
  ['nistp384', '-t', 'ecdsa', '-b', '384'],
  ['nistp521', '-t', 'ecdsa', '-b', '521'],
]

test.each(KINDS)('a key of ssh-keygen (%s) is read in both forms, with its fingerprint', async (name, ...options) => {
  const line = await generated(name, options)
  const block = run(['-e', '-m', 'RFC4716', '-f', join(folder, `${name}.pub`)])
  const [one, other] = [line, block].map(parseSshPublicKey)
  expect(one).toMatchObject({ ok: true, value: { fingerprint: fingerprintOf(line), comment: 'batch@payroll' } })
  expect(other).toMatchObject({ ok: true, value: { fingerprint: fingerprintOf(line) } })
})

test('a certificate and a private key of ssh-keygen are refused', async () => {
  await generated('authority', ['-t', 'ed25519'])
  await generated('certified', ['-t', 'ed25519'])
  run(['-q', '-s', join(folder, 'authority'), '-I', 'id', '-n', 'user', join(folder, 'certified.pub')])
  for (const file of ['certified-cert.pub', 'certified']) {
    const text = await readFile(join(folder, file), 'utf8')
    expect(parseSshPublicKey(text)).toMatchObject({ ok: false, problem: { code: 'SLU-KEY' } })
  }
})

test('what is accepted of damaged keys, OpenSSH reads too, as the same key', async () => {
  const lines = await Promise.all(KINDS.map(([name, ...options]) => generated(`damaged-${name}`, options)))
  const damaged = lines.flatMap((line) => {
    const [algorithm = '', base64 = ''] = line.split(' ')
    return [0, 5, 12, 20, 30, 50, 60].map((at) => {
      const blob = Buffer.from(base64, 'base64')
      blob[at % blob.length] = (blob[at % blob.length] ?? 0) ^ 0x11
      return `${algorithm} ${blob.toString('base64')} x`
    })
  })
  const accepted = damaged
    .map(parseSshPublicKey)
    .flatMap((result, index) => (result.ok ? [[index, result.value] as const] : []))
  expect(accepted.length).toBeGreaterThan(0)
  expect(accepted.map(([, key]) => key.fingerprint)).toEqual(
    accepted.map(([index]) => fingerprintOf(damaged[index] ?? '')),
  )
})

async function generated(name: string, options: readonly string[]): Promise<string> {
  const file = join(folder, name)
  run(['-q', '-N', '', '-C', 'batch@payroll', '-f', file, ...options])
  return readFile(`${file}.pub`, 'utf8')
}

function fingerprintOf(line: string): string | undefined {
  return run(['-l', '-f', '-'], line).split(' ')[1]
}

function run(options: readonly string[], input = ''): string {
  return spawnSync('ssh-keygen', options, { input, encoding: 'utf8' }).stdout
}
