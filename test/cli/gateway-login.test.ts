import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addressOf,
  connectToGateway,
  connectToWeb,
  type LoginWords,
  type WayName,
  wayOf,
  webAddressOf,
} from '../../src/cli/gateway-login.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { certificateContext, type ScriptedFtp, startScriptedFtp } from '../endpoints/support/scripted-ftp.ts'
import { startScriptedWeb, token } from '../endpoints/support/scripted-web.ts'

const SFTP = { sftp: 'gateway:8022', user: 's123456', sshKey: 'key' }
const WEB = { web: 'https://gateway:8443', clientId: 'self_service_expeditor_123456', key: 'key.pem' }
const FTP = { ftp: 'gateway:8021', user: 'f123456', passwordFile: 'password' }

const NAME_IT = 'Name the gateway once: --sftp HOST:PORT, --ftp HOST:PORT or --web URL.'

test.each<[LoginWords, WayName]>([
  [SFTP, 'sftp'],
  [{ ...SFTP, hostKey: 'SHA256:…' }, 'sftp'],
  [FTP, 'ftp'],
  [{ ...FTP, tls: true }, 'ftp'],
  [{ ...FTP, tls: true, ca: 'file', fingerprint: 'AB:CD' }, 'ftp'],
  [WEB, 'web'],
  [{ ...WEB, ca: 'file', fingerprint: 'AB:CD' }, 'web'],
])('%j is understood', (words, way) => {
  expect(wayOf(words)).toBe(way)
})

test.each<[LoginWords, string]>([
  [{ user: 'anybody' }, NAME_IT],
  [{ ...SFTP, ...FTP }, NAME_IT],
  [{ ...SFTP, ...WEB }, NAME_IT],
  [{ sftp: 'gateway:8022', sshKey: 'key' }, '--sftp needs --user.'],
  [{ ftp: 'gateway:8021', passwordFile: 'password' }, '--ftp needs --user.'],
  [{ sftp: 'gateway:8022', user: 's123456' }, '--sftp needs --ssh-key.'],
  [{ ftp: 'gateway:8021', user: 'f123456' }, '--ftp needs --password-file.'],
  [{ ...SFTP, passwordFile: 'password' }, '--password-file does not go with --sftp.'],
  [{ web: WEB.web, key: 'key.pem' }, '--web needs --client-id.'],
  [{ web: WEB.web, clientId: 'client' }, '--web needs --key.'],
  [{ ...WEB, user: 's123456' }, '--user does not go with --web.'],
  [{ ...WEB, tls: true }, '--tls does not go with --web.'],
  [{ ...SFTP, key: 'key.pem' }, '--key does not go with --sftp.'],
  [{ ...FTP, clientId: 'client' }, '--client-id does not go with --ftp.'],
  [{ ...SFTP, tls: true }, '--tls does not go with --sftp.'],
  [{ ...FTP, sshKey: 'key' }, '--ssh-key does not go with --ftp.'],
  [{ ...FTP, hostKey: 'SHA256:…' }, '--host-key does not go with --ftp.'],
  [{ ...FTP, ca: 'file' }, '--ca and --fingerprint are about TLS: add --tls.'],
  [{ ...FTP, fingerprint: 'AB:CD' }, '--ca and --fingerprint are about TLS: add --tls.'],
])('%j is refused with a remedy', (words, message) => {
  expect(() => wayOf(words)).toThrow(message)
})

test.each<[string, { host: string; port: number }]>([
  ['gateway.example.org:8021', { host: 'gateway.example.org', port: 8021 }],
  ['127.0.0.1:1', { host: '127.0.0.1', port: 1 }],
  ['[2001:db8::1]:65535', { host: '2001:db8::1', port: 65_535 }],
])('%s is an address', (text, address) => {
  expect(addressOf('ftp', text)).toEqual(address)
})

test.each(['gateway', 'gateway:', ':8021', '::1:8021', '[::1]', 'gateway:0', 'gateway:65536', 'gateway:x', '[]:8021'])(
  '%s is no address',
  (text) => {
    expect(() => addressOf('ftp', text)).toThrow('--ftp takes HOST:PORT, such as gateway.example.org:8021')
  },
)

test.each(['https://gateway.example.org:8443', 'https://gateway.example.org', 'https://[2001:db8::1]:8443/'])(
  '%s is an address of the web service',
  (text) => {
    expect(webAddressOf(text).origin).toBe(text.replace(/\/$/, ''))
  },
)

test.each([
  'gateway:8443',
  'http://gateway:8443',
  'https://gateway/REST',
  'https://a:b@gateway',
  'https://gateway/?a',
  '',
])('%s is no address of the web service', (text) => {
  expect(() => webAddressOf(text)).toThrow('--web takes an address such as https://gateway.example.org:8443')
})

describe('over the web service', () => {
  let folder: string
  let key: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-login-'))
    key = join(folder, 'key.pem')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  })

  afterAll(() => rm(folder, { recursive: true }))

  test('a certificate that nobody vouches for is shown', async () => {
    await using server = await startScriptedWeb(async () => token('one'))
    const { terminal, said } = listener()
    await using _client = await connectToWeb({ ...WEB, web: server.url.origin, key }, terminal)
    expect(said).toEqual([
      `sluice: nobody vouches for the certificate ${server.fingerprint}; check it once, then pass it with --fingerprint`,
    ])
  })

  test('with --ca the authority in that file is trusted, with --fingerprint the certificate that was compared', async () => {
    await using server = await startScriptedWeb(async () => token('one'))
    const ca = join(folder, 'own.crt')
    await writeFile(ca, server.certificatePem)
    const { terminal, said } = listener()
    const words = { ...WEB, web: server.url.origin, key }
    await using _one = await connectToWeb({ ...words, ca }, terminal)
    await using _other = await connectToWeb({ ...words, fingerprint: server.fingerprint }, terminal)
    expect(said).toEqual([])
    await expect(connectToWeb({ ...words, fingerprint: 'AB:CD' }, terminal)).rejects.toThrow('is not to be trusted')
  })

  test('a key that cannot sign is refused before anything is sent', async () => {
    const bad = join(folder, 'bad.pem')
    await writeFile(bad, 'no key')
    const attempt = connectToWeb({ ...WEB, key: bad }, listener().terminal)
    await expect(attempt).rejects.toThrow(`The key ${bad} cannot be used: it is no private key in PEM`)
  })
})

describe('over FTP', () => {
  let folder: string
  let passwordFile: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-login-'))
    passwordFile = join(folder, 'password')
    await writeFile(passwordFile, 'a-password\r\na remark\n')
  })

  afterAll(() => rm(folder, { recursive: true }))

  test('without --tls the first line of the file is the password, and the danger is told', async () => {
    await using server = await startScriptedFtp()
    const { terminal, said } = listener()
    await using client = await connectToGateway(wordsTo(server), terminal)
    expect(await client.remove('/a')).toMatchObject({ ok: true })
    expect(server.heard.slice(0, 2)).toEqual(['USER f123456', 'PASS a-password'])
    expect(said).toEqual(['sluice: without --tls, password and files can be read on the way'])
  })

  test('with --tls a certificate that nobody vouches for is shown', async () => {
    const { context } = await certificateContext()
    await using server = await startScriptedFtp({}, { control: context })
    const { terminal, said } = listener()
    await using client = await connectToGateway({ ...wordsTo(server), tls: true }, terminal)
    expect(await client.remove('/a')).toMatchObject({ ok: true })
    expect(server.heard.slice(0, 3)).toEqual(['AUTH TLS', 'USER f123456', 'PASS a-password'])
    expect(said).toEqual([
      expect.stringMatching(
        /^sluice: nobody vouches for the certificate ([0-9A-F]{2}:){31}[0-9A-F]{2}; .*--fingerprint$/,
      ),
    ])
  })

  test('with --ca the authority in that file is the only one', async () => {
    const [own, other] = [await certificateContext(), await certificateContext()]
    const [ownFile, otherFile] = [join(folder, 'own.crt'), join(folder, 'other.crt')]
    await writeFile(ownFile, own.certificatePem)
    await writeFile(otherFile, other.certificatePem)
    await using server = await startScriptedFtp({}, { control: own.context })
    const { terminal, said } = listener()
    const words = { ...wordsTo(server), tls: true }
    await using client = await connectToGateway({ ...words, ca: ownFile }, terminal)
    expect([await client.remove('/a'), said]).toMatchObject([{ ok: true }, []])
    const refused = { name: 'Unavailable', message: expect.stringContaining('is not to be trusted') }
    await expect(connectToGateway({ ...words, ca: otherFile }, terminal)).rejects.toMatchObject(refused)
    await expect(connectToGateway({ ...words, fingerprint: 'AB:CD' }, terminal)).rejects.toMatchObject(refused)
  })

  test.each([
    ['is empty', '\nsecond line', 'is empty; it holds the password.'],
    ['is missing', null, 'cannot be read (ENOENT). Name a file that exists.'],
  ])('a password file that %s is refused before anything is sent', async (name, content, message) => {
    const file = join(folder, name)
    if (content !== null) await writeFile(file, content)
    await using server = await startScriptedFtp()
    const attempt = connectToGateway({ ...wordsTo(server), passwordFile: file }, listener().terminal)
    await expect(attempt).rejects.toThrow(message)
    expect(server.heard).toEqual([])
  })

  function wordsTo({ port }: ScriptedFtp): LoginWords {
    return { ftp: `127.0.0.1:${port}`, user: 'f123456', passwordFile }
  }
})

function listener(): { terminal: Terminal; said: string[] } {
  const said: string[] = []
  return { terminal: { answer() {}, json() {}, say: (line) => said.push(line), interactive: false }, said }
}
