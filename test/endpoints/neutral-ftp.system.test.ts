/** Our client and our engine, with a plain folder between them. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import type { ServerTrust } from '../../src/endpoints/files/server-trust.ts'
import { connectFtp } from '../../src/endpoints/ftp/client.ts'
import type { FtpEndpoint } from '../../src/endpoints/ftp/options.ts'
import { createNeutralFtp } from '../../src/endpoints/neutral/neutral-ftp.ts'
import { type KeyAndCertificate, makeSelfSigned } from '../../src/signing/make-certificate.ts'

const USER = 'tester'
const PASSWORD = 'secret-password'
const DONE = { ok: true, value: undefined }
const NEWEST = tls.DEFAULT_MAX_VERSION

let folder: string
let server: FtpEndpoint
let pair: KeyAndCertificate

beforeAll(async () => {
  pair = await makeSelfSigned({
    ...{ commonName: 'localhost', keyType: 'ec', days: 1, now: new Date() },
    alternativeNames: ['localhost', '127.0.0.1'],
  })
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-neutral-ftp-'))
  server = await createNeutralFtp({
    ...{ dir: folder, user: USER, password: PASSWORD, port: 0, tls: pair },
    ...{ log: silentLog, metrics: createMetrics(), now: () => new Date() },
  })
})

afterEach(async () => {
  tls.DEFAULT_MAX_VERSION = NEWEST
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

describe.each<[string, () => ServerTrust | null, tls.SecureVersion]>([
  ['in clear', () => null, 'TLSv1.3'],
  ['TLS 1.2', () => ({ authorities: pair.certificatePem }), 'TLSv1.2'],
  ['TLS 1.3', () => ({ authorities: pair.certificatePem }), 'TLSv1.3'],
])('%s', (_, trust, version) => {
  beforeEach(() => {
    tls.DEFAULT_MAX_VERSION = version
  })

  test.each<[string, number]>([
    ['empty', 0],
    ['as long as an alert of TLS', 2],
    ['a byte longer', 3],
    ['as long as a message of the handshake', 36],
    ['as long as a message of the handshake and an alert', 38],
    ['small', 17],
    ['of exactly a chunk', 65_536],
    ['large', 5_000_001],
  ])('a file that is %s goes up, is listed, comes down and is removed', async (_, length) => {
    const bytes = randomBytes(length)
    await using client = await connect(trust())
    const progress: number[] = []
    expect(await client.put('/file', bytes, (taken) => progress.push(taken))).toEqual(DONE)
    expect(sha256(await readFile(join(folder, 'file')))).toBe(sha256(bytes))
    expect(progress).toEqual([...progress].sort((one, other) => one - other))
    expect(progress.at(-1)).toBe(length)
    const read = await client.read('/file')
    expect(read.ok && sha256(read.value)).toBe(sha256(bytes))
    expect(await client.list('/')).toEqual({
      ok: true,
      value: [{ name: 'file', bytes: length, modifiedAt: expect.any(Date) }],
    })
    expect(await client.remove('/file')).toEqual(DONE)
    expect(await readdir(folder)).toEqual([])
  })

  test('the end of an empty file is announced each time', async () => {
    await using client = await connect(trust())
    const names = Array.from({ length: 60 }, (_, index) => `/GO-${index}`)
    const puts = []
    for (const name of names) puts.push(await client.put(name, Buffer.alloc(0)))
    expect(puts).toEqual(names.map(() => DONE))
  })

  test('what is asked at once is done one after the other', async () => {
    await using client = await connect(trust())
    const names = Array.from({ length: 30 }, (_, index) => `file-${index}`)
    const puts = await Promise.all(names.map((name) => client.put(`/${name}`, Buffer.from(name))))
    expect(puts).toEqual(names.map(() => DONE))
    const reads = await Promise.all(names.map((name) => client.read(`/${name}`)))
    expect(reads).toEqual(names.map((name) => ({ ok: true, value: Buffer.from(name) })))
  })
})

test('what the server refuses is told in its own words, and the session goes on', async () => {
  await writeFile(join(folder, 'a'), 'content')
  await using client = await connect(null)
  const missing = {
    ok: false,
    problem: { status: 550, message: 'SLU-MISSING: There is no such file or folder. Check the path.' },
  }
  expect(await client.read('/none')).toEqual(missing)
  expect(await client.remove('/none')).toEqual(missing)
  expect(await client.put('/none/file', randomBytes(100_000))).toEqual(missing)
  expect(await client.read('/a')).toEqual({ ok: true, value: Buffer.from('content') })
})

test('whoever gives a wrong password is not let in', async () => {
  await expect(connect(null, 'another')).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringContaining(`FTP to 127.0.0.1:${server.address.port} failed: `),
  })
})

test('a session that the server ends is noticed', async () => {
  await using client = await connect(null)
  expect(server.kick(USER)).toBe(1)
  await expect(client.list('/')).rejects.toMatchObject({ name: 'Unavailable' })
})

function connect(trust: ServerTrust | null, password = PASSWORD): Promise<RemoteClient> {
  return connectFtp({ ...server.address, user: USER, password, tls: trust })
}
