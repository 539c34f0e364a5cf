import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../../src/base/errors.ts'
import { aFile, aParcel } from '../a-parcel.ts'
import { fileWith, targetAt } from './rig.ts'
import { answering, type Behaviour, problem, type Received, serviceStub } from './service-stub.ts'

const FI = 'FI.DMFA.123456.20260105.00001.R.1.1'
const FS = 'FS.DMFA.123456.20260105.00001.R.1.1'
const RECEIPT = { status: 'accepted', reference: 'D-17' }
const DELIVERED = { outcome: 'delivered', reference: 'D-17' }

test('rule 19.2: a hand-over tells in its headers what messages between transfer points tell', async () => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  const target = targetAt(`${stub.url}/{environment}/in`, stub.certificatePem, { tokenFile: fileWith('secret\n') })
  await target.handOver(aParcel({ environment: 'T' }))
  const [{ method, path, headers } = refused()] = stub.received
  expect([method, path]).toEqual(['POST', '/T/in'])
  const told = Object.entries(headers).filter(([name]) => /^(sluice-|idempotency|authorization|user-agent)/.test(name))
  expect(Object.fromEntries(told)).toEqual({
    'idempotency-key': aParcel().idempotencyKey,
    'user-agent': 'Sluice',
    authorization: 'Bearer secret',
    'sluice-submissionid': '019b8c3e-5d7a-7000-8000-000000000001',
    'sluice-identification': 'DMFA',
    'sluice-environment': 'T',
    'sluice-filereferencenbr': 'SLU000000001A',
    'sluice-userid': '123456',
    'sluice-webchannel': '0',
    'sluice-directoryenvironment': '1',
    'sluice-contentsstatus': '0',
    'sluice-sectorpointid': '999999',
    'sluice-dataformat': '0',
    'sluice-messagecreationdate': '2026-01-05',
    'sluice-messagecreationhour': '10:00:00.000',
    'sluice-compressed': '0',
    'sluice-lengthnoncompressed': '15',
  })
})

test('rule 19.2: a set from the web service in R names no directory', async () => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  await targetAt(stub.url, stub.certificatePem).handOver(aParcel({ isFromWeb: true }))
  const { headers } = stub.received[0] ?? refused()
  expect([headers['sluice-webchannel'], headers['sluice-directoryenvironment']]).toEqual(['1', undefined])
})

test.each([
  ['small', 10],
  ['large', 3_000_000],
])('rule 19.1: a %s set arrives whole, with digests, and as the same bytes again', async (_size, bytes) => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  const target = targetAt(stub.url, stub.certificatePem)
  const [declaration, signature] = [randomBytes(bytes), Buffer.from('MIIB')]
  const parcel = aParcel({ files: [aFile(FI, declaration), aFile(FS, signature)] })
  expect([await target.handOver(parcel), await target.handOver(parcel)]).toEqual([DELIVERED, DELIVERED])
  const [first = refused(), again = refused()] = stub.received
  expect(again.body.equals(first.body)).toBe(true)
  expect(stub.connections).toBe(1)
  const whole = digestOf(first.body)
  expect([first.headers['content-digest'], first.headers['repr-digest']]).toEqual([whole, whole])
  const parts = partsOf(first)
  expect(parts.map(({ head }) => head)).toEqual([
    partHead('submission', 'submission.json', 'application/json', parcel.description),
    partHead('file', FI, 'application/octet-stream', declaration),
    partHead('file', FS, 'application/octet-stream', signature),
  ])
  expect(parts.map(({ content }) => digestOf(content))).toEqual(
    [parcel.description, declaration, signature].map(digestOf),
  )
})

test('rule 19.1: nobody can write a part of the form into his own declaration', async () => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  const target = targetAt(stub.url, stub.certificatePem)
  const bodyFor = async (content: Buffer) => {
    const file = aFile(FI, content)
    await target.handOver(aParcel({ files: [file], description: Buffer.from(file.sha256) }))
    return stub.received.at(-1) ?? refused()
  }
  const guessed = boundaryOf(await bodyFor(Buffer.from('x')))
  const planted = await bodyFor(
    Buffer.from(`\r\n--${guessed}\r\nContent-Disposition: form-data; name="submission"\r\n\r\n{}`),
  )
  expect(partsOf(planted)).toHaveLength(2)
})

test('what cannot be read here is our fault, and nothing was handed over', async () => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  const files = (error: Error) => [{ ...aFile(FI, Buffer.alloc(3_000_000)), content: failingOnSecondRead(error) }]
  for (const error of [new Corrupt('bytes differ'), new Unavailable('no disk')]) {
    const target = targetAt(stub.url, stub.certificatePem)
    await expect(target.handOver(aParcel({ files: files(error) }))).rejects.toThrow(error)
  }
  expect(stub.received).toEqual([])
})

test('rule 19.3: a receipt for what the service cannot have read is none (case H16)', async () => {
  await using stub = await serviceStub((_, answer) => void answer.end(JSON.stringify(RECEIPT)))
  const parcel = aParcel({ files: [aFile(FI, Buffer.alloc(32 * 1024 * 1024))] })
  expect(await targetAt(stub.url, stub.certificatePem).handOver(parcel)).toEqual({
    ...{ outcome: 'inDoubt', error: 'the service answered 200 before it had everything' },
  })
})

test('files of certificates and tokens that are gone, or make no sense, are waited for', async () => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  const gone = targetAt(stub.url, stub.certificatePem, { tokenFile: '/nowhere/token' })
  await expect(gone.handOver(aParcel())).rejects.toThrow(Unavailable)
  const files = { certificateFile: fileWith('no certificate'), keyFile: fileWith('no key') }
  expect(await targetAt(stub.url, stub.certificatePem, files).handOver(aParcel())).toEqual({
    ...{ outcome: 'retrying', error: expect.stringContaining('cannot be reached') },
  })
})

test('a connection that the service was about to end costs no attempt: the same request goes over another', async () => {
  let asked = 0
  await using stub = await serviceStub(async (request, answer, self) => {
    asked += 1
    if (asked === 2) return void request.socket.destroy()
    await answering(200, RECEIPT)(request, answer, self)
  })
  const target = targetAt(stub.url, stub.certificatePem)
  expect([await target.handOver(aParcel()), await target.handOver(aParcel())]).toEqual([DELIVERED, DELIVERED])
  expect([asked, stub.connections]).toEqual([3, 2])
})

const cut: Behaviour = (request) => void request.socket.destroy()
const UNCLEAR = 'the service was asked and did not say whether it has the declaration'

// biome-ignore format: a table
test.each<[string, Behaviour, unknown, string[]]>([
  ['has it',                answering(200, RECEIPT),                               DELIVERED, ['GET']],
  ['refused it',            answering(200, { status: 'refused', reason: 'No' }),   { outcome: 'refused', error: 'No' }, ['GET']],
  ['does not have it',      answering(200, { status: 'unknown' }),                 DELIVERED, ['GET', 'POST']],
  ['knows no such thing',   problem(404, 'Not found'),                             DELIVERED, ['GET', 'POST']],
  ['is somebody else',      answering(404, '<html>'),                              { outcome: 'inDoubt', error: `${UNCLEAR} (404); see target.askUrl` }, ['GET']],
  ['fails',                 answering(500, ''),                                    { outcome: 'inDoubt', error: `${UNCLEAR} (500); see target.askUrl` }, ['GET']],
  ['cannot say',            cut,                                                   { outcome: 'inDoubt', error: expect.stringContaining('could not be asked') }, []],
])('rule 19.5, rule 19.6: in doubt the service is asked, and it %s', async (_what, whenAsked, outcome, methods) => {
  await using stub = await serviceStub((request, answer, self) =>
    (request.method === 'GET' ? whenAsked : answering(200, RECEIPT))(request, answer, self),
  )
  const target = targetAt(`${stub.url}/in`, stub.certificatePem, { askUrl: `${stub.url}/{environment}/in/{key}` })
  expect(await target.handOver(aParcel({ isDoubtful: true }))).toEqual(outcome)
  expect(stub.received.map(({ method }) => method)).toEqual(methods)
  if (methods.length > 0) expect(stub.received[0]?.path).toBe(`/R/in/${aParcel().idempotencyKey}`)
})

test('rule 19.6: without doubt, or without an address to ask at, nobody is asked', async () => {
  await using stub = await serviceStub(answering(200, RECEIPT))
  await targetAt(stub.url, stub.certificatePem, { askUrl: `${stub.url}/{key}` }).handOver(aParcel())
  await targetAt(stub.url, stub.certificatePem).handOver(aParcel({ isDoubtful: true }))
  expect(stub.received.map(({ method }) => method)).toEqual(['POST', 'POST'])
})

function boundaryOf({ headers }: Received): string {
  return /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1] ?? ''
}

function partsOf(received: Received): { head: string; content: Buffer }[] {
  const mark = `--${boundaryOf(received)}`
  const text = received.body.toString('latin1')
  expect([text.startsWith(`${mark}\r\n`), text.endsWith(`\r\n${mark}--\r\n`)]).toEqual([true, true])
  const parts = `\r\n${text}`.slice(0, -`\r\n${mark}--\r\n`.length).split(`\r\n${mark}\r\n`).slice(1)
  return parts.map((part) => {
    const end = part.indexOf('\r\n\r\n')
    return { head: part.slice(0, end), content: Buffer.from(part.slice(end + 4), 'latin1') }
  })
}

function partHead(field: string, name: string, type: string, content: Buffer): string {
  return [
    `Content-Disposition: form-data; name="${field}"; filename="${name}"`,
    `Content-Type: ${type}`,
    `Content-Digest: ${digestOf(content)}`,
  ].join('\r\n')
}

function digestOf(bytes: Buffer): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
}

/** The first read is for the digest. */
function failingOnSecondRead(error: Error): () => Readable {
  let reads = 0
  return () => {
    reads += 1
    return reads === 1 ? Readable.from([Buffer.alloc(3_000_000)]) : failing(error)
  }
}

function failing(error: Error): Readable {
  return Readable.from(
    (async function* () {
      yield Buffer.alloc(1_000_000)
      throw error
    })(),
  )
}

function refused(): never {
  throw new Error('nothing was received')
}
