/** `sluice send` as a sender uses it, by each of its ways. */
import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { FIXED_LINK, makeSet, openSite, type Said, type Site } from './gateway.ts'

let site: Site
let gateway: GatewayProcess
let town: ExampleSender
let certificate: string

beforeAll(async () => {
  site = await openSite(FIXED_LINK)
  gateway = await site.start()
  town = await site.enrol(gateway, 2)
  certificate = join(site.folder, 'certs', 'tls.crt')
  await writeFile(join(site.folder, 'key'), town.sshKey, { mode: 0o600 })
  await writeFile(join(site.folder, 'password'), `${town.ftp?.password}\n`, { mode: 0o600 })
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

type WaysOf = () => readonly string[]

const sftp: WaysOf = () => ['--sftp', at('sftp'), '--user', town.userName, '--ssh-key', join(site.folder, 'key')]
const ftp: WaysOf = () => [
  ...['--ftp', at('ftp'), '--user', town.ftp?.user ?? '', '--password-file', join(site.folder, 'password')],
]

describe.each<[string, WaysOf, string, RegExp]>([
  ['SFTP', sftp, 'A', /^sluice: host key SHA256:\S+; check it once, then pass it with --host-key\n$/],
  ['FTP', ftp, 'B', /^sluice: without --tls, password and files can be read on the way\n$/],
  [
    'FTPS',
    () => [...ftp(), '--tls'],
    'C',
    /^sluice: nobody vouches for the certificate [0-9A-F:]{95}; check it once, /,
  ],
  ['FTPS with its authority', () => [...ftp(), '--tls', '--ca', certificate], 'D', /^$/],
])('over %s', (_, ways, letter, remark) => {
  test('a folder of sets is pushed, and each answer is told', async () => {
    const good = await makeSet(site, town, { sequence: `${letter}0001` })
    const sent = await send(good.files[0] ?? '', ways(), '--json')
    expect({ ...sent, out: JSON.parse(sent.out) }).toEqual({
      code: 0,
      err: expect.stringMatching(remark),
      out: {
        sets: [
          {
            ...{ name: good.trigger, outcome: 'accepted', codes: [], milliseconds: expect.any(Number) },
            ticket: expect.stringMatching(/^3?SLU/),
            acknowledgement: expect.stringMatching(/^FO\.ACRF\./),
          },
        ],
      },
    })
  })

  test('a rejected set ends with 1 and its reason', async () => {
    const unsigned = await makeSet(site, town, { sequence: `${letter}0002`, environment: 'T', signed: false })
    const { code, out } = await send(unsigned.files[0] ?? '', ways())
    expect({ code, out }).toEqual({
      code: 1,
      out: expect.stringMatching(
        /^GO\.\S+: rejected, ticket \S+, answered after \d+ ms\n {2}122: Number of signature files\n$/,
      ),
    })
  })
})

test('the fingerprint that was compared is enough, and another one is refused', async () => {
  const { fingerprint256 } = new X509Certificate(await readFile(certificate))
  const { files } = await makeSet(site, town, { sequence: 'E0001' })
  const other = fingerprint256.replace(/^../, fingerprint256.startsWith('00') ? '01' : '00')
  const refused = await send(files[0] ?? '', [...ftp(), '--tls', '--fingerprint', other])
  expect(refused).toEqual({ code: 75, out: '', err: expect.stringContaining('is not to be trusted') })
  const taken = await send(files[0] ?? '', [...ftp(), '--tls', '--fingerprint', fingerprint256])
  expect(taken).toEqual({ code: 0, out: expect.stringContaining('accepted'), err: '' })
})

test('what does not go together is wrong use', async () => {
  const { files } = await makeSet(site, town, { sequence: 'F0001' })
  expect(await send(files[0] ?? '', [...sftp(), '--tls'])).toEqual({
    ...{ code: 2, out: '', err: 'sluice: --tls does not go with --sftp.\n' },
  })
})

/** `file`: one in the folder of the sets. */
function send(file: string, ways: readonly string[], ...words: readonly string[]): Promise<Said> {
  return site.sluice('send', join(file, '..'), ...ways, ...words)
}

function at(way: 'sftp' | 'ftp'): string {
  const { host, port } = gateway.addresses[way]
  return `${host}:${port}`
}
