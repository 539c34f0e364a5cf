import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SendingUnder, sendingFactsOf } from '../../src/daemon/sending-facts.ts'
import { loadHostKeys } from '../../src/endpoints/sftp/host-keys.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'

const NOW = new Date('2026-11-27T09:00:00Z')

let dir: string
let pair: Awaited<ReturnType<typeof makeSelfSigned>>
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'facts-'))
  pair = await makeSelfSigned({ commonName: 'gateway', keyType: 'ec', days: 30, now: NOW })
})
afterAll(() => rm(dir, { recursive: true }))

type Parts = {
  readonly host?: string
  readonly publicUrl?: string
  readonly sftpPort?: number
  readonly sftp?: object
  readonly ftp?: object
}

const UNTOLD = { publicHost: '', publicPort: null }

function under({ host = '0.0.0.0', publicUrl = '', sftpPort, sftp, ftp }: Parts): SendingUnder {
  const config = {
    mode: 'production',
    sftp: { host, port: 8022, ...UNTOLD, ecdsa: false, ...sftp },
    ftp: {
      ...{ host, port: 8021, ...UNTOLD, implicitPort: null, publicImplicitPort: null, tls: 'required' },
      ...{ passivePorts: { first: 8100, last: 8199 }, ...ftp },
    },
    web: { host, port: 8443, publicUrl: 'https://ws.example/' },
    portal: { host, port: 8444, publicUrl },
    networks: [{ name: 'publilink', cidrs: ['192.0.2.0/24'], plainFtp: true, channels: ['ftp'], qualities: [] }],
    names: { gatewayNumber: '999999' },
    certs: { dir },
  }
  return {
    live: { current: () => config },
    now: () => NOW,
    pair: () => pair,
    ports: { sftp: sftpPort, ftp: undefined },
  } as never
}

test('doors that are open to everybody are reached under the name of the portal, at the ports that were had', async () => {
  const facts = await sendingFactsOf(under({ publicUrl: 'https://sluice.example:8444', sftpPort: 41022 }))()
  expect([facts.sftp.host, facts.sftp.port, facts.ftp.host, facts.ftp.port, facts.web.url]).toEqual([
    ...['sluice.example', 41022, 'sluice.example', 8021, 'https://ws.example/REST/structuredReports/v1'],
  ])
})

test('a door with an address of its own is told by it', async () => {
  const { sftp } = await sendingFactsOf(under({ host: '192.0.2.7', publicUrl: 'https://sluice.example' }))()
  expect(sftp.host).toBe('192.0.2.7')
})

test('what senders are told of a door goes before how it is opened', async () => {
  const told = await sendingFactsOf(
    under({
      ...{ host: '10.0.0.7', publicUrl: 'https://portal.example', sftpPort: 41022 },
      sftp: { publicHost: 'sftp.example', publicPort: 22 },
      ftp: { publicHost: 'ftp.example', publicPort: 21, implicitPort: 8990, publicImplicitPort: 990 },
    }),
  )()
  expect([told.sftp.host, told.sftp.port, told.ftp.host, told.ftp.port, told.ftp.implicitPort]).toEqual([
    ...['sftp.example', 22, 'ftp.example', 21, 990],
  ])
})

test('a public port alone leaves the host as it is, and a port for implicit TLS that is not open is not told', async () => {
  const ports = { publicPort: 2222, publicImplicitPort: 990 }
  const { sftp, ftp } = await sendingFactsOf(under({ host: '192.0.2.7', sftp: ports, ftp: ports }))()
  expect([sftp.host, sftp.port, ftp.host, ftp.port, ftp.implicitPort]).toEqual([
    ...['192.0.2.7', 2222, '192.0.2.7', 2222, null],
  ])
})

test('a node without host keys shows none, and one with keys their fingerprints', async () => {
  expect((await sendingFactsOf(under({}))()).sftp.hostKeys).toEqual([])
  const keys = await loadHostKeys(dir, { make: true })
  const shown = (await sendingFactsOf(under({}))()).sftp.hostKeys
  expect(shown).toEqual(keys.map(({ type, fingerprint }) => ({ type, fingerprint })))
})

test('the TLS certificate is told by its fingerprint and its end', async () => {
  const { ftp } = await sendingFactsOf(under({}))()
  expect([ftp.tlsFingerprint, ftp.tlsEndsAt]).toEqual([
    expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    new Date('2026-12-27T09:00:00Z'),
  ])
})
