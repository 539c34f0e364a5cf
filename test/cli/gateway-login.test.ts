import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressOf, connectToGateway, type LoginWords, wayOf } from '../../src/cli/gateway-login.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { certificateContext, type ScriptedFtp, startScriptedFtp } from '../endpoints/support/scripted-ftp.ts'

const SFTP = { sftp: 'gateway:8022', user: 's123456', sshKey: 'key' }
const FTP = { ftp: 'gateway:8021', user: 'f123456', passwordFile: 'password' }

test.each<[LoginWords, 'sftp' | 'ftp']>([
  [SFTP, 'sftp'],
  [{ ...SFTP, hostKey: 'SHA256:…' }, 'sftp'],
  [FTP, 'ftp'],
  [{ ...FTP, tls: true }, 'ftp'],
  [{ ...FTP, tls: true, ca: 'file', fingerprint: 'AB:CD' }, 'ftp'],
])('%j is understood', (words, way) => {
  expect(wayOf(words)).toBe(way)
})

test.each<[LoginWords, string]>([
  [{ user: 'anybody' }, 'Name the gateway once: --sftp HOST:PORT or --ftp HOST:PORT.'],
  [{ ...SFTP, ...FTP }, 'Name the gateway once: --sftp HOST:PORT or --ftp HOST:PORT.'],
  [{ sftp: 'gateway:8022', user: 's123456' }, '--sftp needs --ssh-key.'],
  [{ ftp: 'gateway:8021', user: 'f123456' }, '--ftp needs --password-file.'],
  [{ ...SFTP, passwordFile: 'password' }, '--password-file does not go with --sftp.'],
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
