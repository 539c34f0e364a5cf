import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { BadConfiguration } from '../../src/config/problems.ts'
import { folderWith } from './folder.ts'

const PAIR = { key: vector('tls.key'), crt: vector('tls.crt') }
const HOST_KEYS = { 'certs/ssh_host_ed25519_key': 'host key', 'certs/ssh_host_rsa_key': 'host key' }
const ANSWER_PAIR = { 'certs/acknowledgement.key': PAIR.key, 'certs/acknowledgement.crt': PAIR.crt }
const REGISTRY_KEY = { 'certs/registry.key': 'ab'.repeat(32) }
const COMPLETE = { ...HOST_KEYS, ...ANSWER_PAIR, ...REGISTRY_KEY, 'certs/tls.key': PAIR.key, 'certs/tls.crt': PAIR.crt }

test('production starts with host keys and both pairs in place', async () => {
  expect(await faultsOf(COMPLETE)).toEqual([])
})

test('trial starts with nothing at all, and with part of it', async () => {
  expect(await faultsOf({}, ['mode=trial'])).toEqual([])
  expect(await faultsOf(ANSWER_PAIR, ['mode=trial'])).toEqual([])
})

test.each(Object.keys(COMPLETE))('production refuses without %s (case G5)', async (name) => {
  const { [name as keyof typeof COMPLETE]: _, ...rest } = COMPLETE
  expect(await faultsOf(rest)).toEqual([`<cwd>/${name} does not exist.`])
})

test.each(['certs/tls.key', 'certs/tls.crt'])('half a pair is refused in trial too: without %s', async (name) => {
  const { [name as 'certs/tls.key']: _, ...rest } = COMPLETE
  expect(await faultsOf(rest, ['mode=trial'])).toEqual([`<cwd>/${name} does not exist.`])
})

test('with ECDSA on, production wants that host key as well', async () => {
  const faults = await faultsOf(COMPLETE, ['mode=production', 'sftp.ecdsa=true'])
  expect(faults).toEqual(['<cwd>/certs/ssh_host_ecdsa_key does not exist.'])
})

test.each<[string, Record<string, string>, string]>([
  [
    'of another certificate (case G4)',
    { 'certs/tls.key': vector('other.key') },
    'tls.crt does not belong to <cwd>/certs/tls.key.',
  ],
  [
    'with a passphrase (case G4)',
    { 'certs/tls.key': vector('encrypted.key') },
    'tls.key is encrypted with a passphrase.',
  ],
  ['that is none', { 'certs/tls.key': 'key' }, 'tls.key is not a private key.'],
  ['with a certificate that is none', { 'certs/tls.crt': 'certificate' }, 'tls.crt is not a certificate.'],
])('a key %s is refused', async (_, files, found) => {
  expect(await faultsOf({ ...COMPLETE, ...files })).toEqual([`<cwd>/certs/${found}`])
  expect(await faultsOf({ ...COMPLETE, ...files }, ['mode=trial'])).toEqual([`<cwd>/certs/${found}`])
})

test('what cannot be read as a file is refused, not a crash', async () => {
  expect(await faultsOf({ 'certs/tls.key/file': '', 'certs/ssh_host_rsa_key/file': '' }, ['mode=trial'])).toEqual([
    '<cwd>/certs/ssh_host_rsa_key cannot be read (EISDIR).',
    '<cwd>/certs/tls.* cannot be read (EISDIR).',
  ])
  expect(await faultsOf({ certs: 'a file' }, ['mode=trial'])).toEqual([
    '<cwd>/certs/ssh_host_ed25519_key cannot be read (ENOTDIR).',
    '<cwd>/certs/ssh_host_rsa_key cannot be read (ENOTDIR).',
    '<cwd>/certs/tls.* cannot be read (ENOTDIR).',
    '<cwd>/certs/acknowledgement.* cannot be read (ENOTDIR).',
    '<cwd>/certs/registry.key cannot be read (ENOTDIR).',
  ])
})

test('a key for the secrets of people that is none is refused in trial too', async () => {
  const found = ['<cwd>/certs/registry.key holds no key.']
  expect(await faultsOf({ ...COMPLETE, 'certs/registry.key': 'secret' })).toEqual(found)
  expect(await faultsOf({ 'certs/registry.key': 'ab'.repeat(31) }, ['mode=trial'])).toEqual(found)
})

test('private keys that others can read are refused (case G2)', async () => {
  using folder = folderWith(COMPLETE)
  for (const name of ['ssh_host_rsa_key', 'tls.key', 'registry.key']) chmodSync(join(folder.path, 'certs', name), 0o640)
  expect(await faultsIn(folder.path, ['mode=production'])).toEqual([
    '<cwd>/certs/ssh_host_rsa_key can be read by others.',
    '<cwd>/certs/tls.key can be read by others.',
    '<cwd>/certs/registry.key can be read by others.',
  ])
})

test('a certificate outside its validity is refused, unless expired ones are allowed (case G4)', async () => {
  const files = { ...COMPLETE, 'certs/tls.crt': vector('short-lived.crt') }
  expect(await faultsOf(files, ['mode=production'], new Date('2027-01-01T00:00:00Z'))).toEqual([
    '<cwd>/certs/tls.crt expired on Dec 23 19:26:31 2026 GMT.',
  ])
  expect(
    await faultsOf(files, ['mode=production', 'certs.allowExpired=true'], new Date('2027-01-01T00:00:00Z')),
  ).toEqual([])
  expect(await faultsOf(files, ['mode=production'], new Date('2026-11-24T00:00:00Z'))).toEqual([])
  expect(await faultsOf(files, ['mode=trial'], new Date('2026-11-23T00:00:00Z'))).toEqual([
    '<cwd>/certs/tls.crt is valid from Nov 23 19:26:31 2026 GMT only.',
    '<cwd>/certs/acknowledgement.crt is valid from Nov 23 19:26:31 2026 GMT only.',
  ])
})

test('an expired certificate that is allowed is a warning', async () => {
  using folder = folderWith({ ...COMPLETE, 'certs/tls.crt': vector('short-lived.crt') })
  const now = () => new Date('2027-01-01T00:00:00Z')
  const { warnings } = await loadConfig({ cwd: folder.path, sets: ['certs.allowExpired=true'], now })
  const found = `${join(folder.path, 'certs', 'tls.crt')} expired on Dec 23 19:26:31 2026 GMT.`
  expect(warnings).toEqual([`certs.dir: ${found} Renew it.`])
})

const NEXT_PAIR = { 'certs/acknowledgement-next.key': PAIR.key, 'certs/acknowledgement-next.crt': PAIR.crt }
const ENDING = { ...COMPLETE, 'certs/acknowledgement.crt': vector('short-lived.crt') }
const EXPIRED = '<cwd>/certs/acknowledgement.crt expired on Dec 23 19:26:31 2026 GMT.'

test('rule 29.7: a successor that holds lets the gateway start after the end of the present certificate, with a warning', async () => {
  const after = new Date('2027-01-01T00:00:00Z')
  expect(await faultsOf(ENDING, ['mode=production'], after)).toEqual([EXPIRED])
  using folder = folderWith({ ...ENDING, ...NEXT_PAIR })
  const { warnings } = await loadConfig({ cwd: folder.path, sets: ['mode=production'], now: () => after })
  expect(warnings.map((text) => text.replaceAll(folder.path, '<cwd>'))).toContain(`certs.dir: ${EXPIRED} Renew it.`)
})

test('rule 29.7: a successor is a whole pair that fits, and may be for later', async () => {
  const { 'certs/acknowledgement-next.key': _, ...half } = NEXT_PAIR
  expect(await faultsOf({ ...COMPLETE, ...half })).toEqual(['<cwd>/certs/acknowledgement-next.key does not exist.'])
  const other = { ...NEXT_PAIR, 'certs/acknowledgement-next.key': vector('other.key') }
  const unfit = '<cwd>/certs/acknowledgement-next.crt does not belong to <cwd>/certs/acknowledgement-next.key.'
  expect(await faultsOf({ ...COMPLETE, ...other })).toEqual([unfit])
  expect(await faultsOf({ ...ENDING, ...other }, ['mode=production'], new Date('2027-01-01'))).toEqual([EXPIRED, unfit])
  const early = new Date('2026-11-01T00:00:00Z')
  const found = await faultsOf({ ...COMPLETE, ...NEXT_PAIR }, ['mode=trial'], early)
  expect(found.filter((text) => text.includes('next'))).toEqual([])
  const name = 'certs/acknowledgement-next.crt'
  using folder = folderWith({ ...NEXT_PAIR, ...ANSWER_PAIR, [name]: vector('short-lived.crt') })
  chmodSync(join(folder.path, 'certs', 'acknowledgement-next.key'), 0o640)
  expect(await faultsIn(folder.path, ['mode=trial'])).toEqual([
    '<cwd>/certs/acknowledgement-next.key can be read by others.',
  ])
})

test('commands that need no keys do not look at them', async () => {
  using folder = folderWith({})
  const { config } = await loadConfig({ cwd: folder.path, sets: ['mode=production'], keys: false })
  expect(config.mode).toBe('production')
})

async function faultsOf(files: Record<string, string>, sets = ['mode=production'], now = new Date('2026-12-01')) {
  using folder = folderWith(files)
  return await faultsIn(folder.path, sets, now)
}

async function faultsIn(cwd: string, sets: string[], now = new Date('2026-12-01')): Promise<string[]> {
  const failure = await loadConfig({ cwd, sets, now: () => now }).catch((error: unknown) => error)
  if (!(failure instanceof Error)) return []
  expect(failure).toBeInstanceOf(BadConfiguration)
  return (failure as BadConfiguration).problems.map(({ found }) => found.replaceAll(cwd, '<cwd>'))
}

function vector(name: string): string {
  return readFileSync(join(import.meta.dirname, 'vectors', name), 'utf8')
}
