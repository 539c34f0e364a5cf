import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import type { HttpSettings } from '../../../src/services/online-service.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { aParcel } from '../a-parcel.ts'
import { fileWith, targetAt } from './rig.ts'
import { answering, type Behaviour, problem, serviceStub } from './service-stub.ts'

const KEY = aParcel().idempotencyKey
const RECEIPT = { status: 'accepted', reference: 'D-17' }
const DELIVERED = { outcome: 'delivered', reference: 'D-17' }

const doubt = (error: unknown) => ({ outcome: 'inDoubt', error })
const again = (error: unknown, afterSeconds?: number) => ({
  ...{ outcome: 'retrying', error },
  ...(afterSeconds !== undefined && { afterSeconds }),
})
const wrong = (error: unknown) => ({ outcome: 'retrying', error, isMisconfigured: true })
const withoutReceipt = (status: number) => doubt(`the service answered ${status} without a receipt`)

const cutAtHeaders: Behaviour = (asked) => void asked.socket.destroy()
const cutAfterBody: Behaviour = async (asked, _, stub) => {
  await stub.take(asked)
  asked.socket.destroy()
}
const silent: Behaviour = () => {}
const halfAnAnswer: Behaviour = async (asked, answer, stub) => {
  await stub.take(asked)
  answer.writeHead(200, { 'content-length': '100' }).write('{"status"')
  answer.socket?.end()
}
const endlessAnswer: Behaviour = async (asked, answer, stub) => {
  await stub.take(asked)
  answer.writeHead(200).write('{')
  const more = setInterval(() => answer.write(' '), 20)
  answer.on('close', () => clearInterval(more))
}

const AT_LENGTH = 'the service answered 200 at too great length, or broke off'
const LATER = 'Mon, 05 Jan 2026 10:00:00 GMT'
const DATES = { date: LATER, 'retry-after': 'Mon, 05 Jan 2026 10:01:30 GMT' }

type Case = [what: string, behave: Behaviour, outcome: unknown, limits?: Partial<HttpSettings>]

// biome-ignore format: a table
const CASES: readonly Case[] = [
  ['a receipt',                           answering(200, RECEIPT),                                  DELIVERED],
  ['a receipt with 201 and our key',      answering(201, { ...RECEIPT, idempotencyKey: KEY }),      DELIVERED],
  ['a receipt of another key',            answering(200, { ...RECEIPT, idempotencyKey: 'other' }),  withoutReceipt(200)],
  ['a receipt without reference',         answering(200, { status: 'accepted' }),                   withoutReceipt(200)],
  ['a reference that is no text',         answering(200, { ...RECEIPT, reference: 'a\0b' }),        withoutReceipt(200)],
  ['a status said twice',                 answering(200, '{"status":"accepted","status":"accepted","reference":"1"}'), withoutReceipt(200)],
  ['200 with an error',                   answering(200, { status: 'error', message: 'no' }),       withoutReceipt(200)],
  ['200 with a problem',                  problem(200, 'No space'),                                 doubt('the service answered 200: No space')],
  ['200 that is no JSON',                 answering(200, '<html>Welcome</html>'),                   withoutReceipt(200)],
  ['204',                                 answering(204, ''),                                       withoutReceipt(204)],
  ['200 with a huge answer',              answering(200, { ...RECEIPT, padding: 'x'.repeat(5000) }), doubt(AT_LENGTH)],
  ['200 that breaks off',                 halfAnAnswer,                                             doubt(AT_LENGTH)],
  ['200 that never ends',                 endlessAnswer,                                            doubt(AT_LENGTH), { totalSeconds: 1.5 }],
  ['400 with a problem',                  problem(400, 'No such form'),                             { outcome: 'refused', error: 'No such form' }],
  ['422 with a problem',                  problem(422, 'Too late'),                                 { outcome: 'refused', error: 'Too late' }],
  ['400 of somebody else',                answering(400, 'Bad Request'),                            wrong('the service answered 400')],
  ['422 of somebody else',                answering(422, {}),                                       wrong('the service answered 422')],
  ['409 with a receipt',                  answering(409, RECEIPT),                                  DELIVERED],
  ['409 without',                         problem(409, 'Still at work'),                            doubt('the service answered 409: Still at work')],
  ['401',                                 answering(401, ''),                                       wrong('the service answered 401')],
  ['403 with a problem',                  problem(403, 'Not you'),                                  wrong('the service answered 403: Not you')],
  ['404',                                 answering(404, ''),                                       wrong('the service answered 404')],
  ['413',                                 answering(413, ''),                                       wrong('the service answered 413')],
  ['408',                                 answering(408, ''),                                       again('the service answered 408')],
  ['425',                                 answering(425, ''),                                       again('the service answered 425')],
  ['429',                                 answering(429, '', { 'retry-after': '7' }),               again('the service answered 429', 7)],
  ['500',                                 answering(500, 'oops'),                                   again('the service answered 500')],
  ['503 until a time',                    answering(503, '', DATES),                                again('the service answered 503', 90)],
  ['503 for years',                       problem(503, 'Closed', { 'retry-after': '99999999' }),    again('the service answered 503: Closed', 3600)],
  ['503 at some time',                    answering(503, '', { 'retry-after': 'soon' }),            again('the service answered 503')],
  ['502 of a proxy',                      answering(502, ''),                                       doubt('the service answered 502')],
  ['504 of a proxy',                      answering(504, ''),                                       doubt('the service answered 504')],
  ['a status that is none',               answering(999, ''),                                       doubt('the service answered 999')],
  ['a cut before the body is read',       cutAtHeaders,                                             doubt(expect.stringContaining('broke off before it answered'))],
  ['a cut after the body',                cutAfterBody,                                             doubt(expect.stringContaining('broke off before it answered'))],
  ['no answer at all',                    silent,                                                   doubt('the service broke off before it answered: nothing was heard for 1 s'), { silenceSeconds: 1 }],
]

test.each<Case>(CASES)('rule 19.3, rule 19.4: %s (case H16)', async (_what, behave, outcome, limits = {}) => {
  await using stub = await serviceStub(behave)
  const target = targetAt(stub.url, stub.certificatePem, limits)
  expect(await target.handOver(aParcel())).toEqual(outcome)
})

test('rule 19.7: a redirect is not followed, neither to another host nor to another path (case H16)', async () => {
  await using other = await serviceStub(answering(200, RECEIPT))
  for (const [location, told] of [
    [`${other.url}/here`, new URL(other.url).host],
    ['/elsewhere', 'another path'],
  ] as const) {
    await using stub = await serviceStub(answering(307, '', { location }))
    expect(await targetAt(stub.url, stub.certificatePem + other.certificatePem).handOver(aParcel())).toEqual(
      wrong(`the service redirects (307) to ${told}, which is not followed; correct target.url`),
    )
    expect(stub.received).toHaveLength(1)
  }
  expect(other.connections).toBe(0)
})

test('rule 19.7: nothing is said to a server that cannot prove who it is (case H16)', async () => {
  await using stranger = await serviceStub(answering(200, RECEIPT))
  await using misnamed = await serviceStub(answering(200, RECEIPT), { name: 'other.example' })
  const unreached = again(expect.stringMatching(/^the service cannot be reached: ./))
  expect(await targetAt(stranger.url, misnamed.certificatePem).handOver(aParcel())).toEqual(unreached)
  expect(await targetAt(misnamed.url, misnamed.certificatePem).handOver(aParcel())).toEqual(unreached)
  expect([stranger.received, misnamed.received]).toEqual([[], []])
})

test('rule 19.7: a service that asks for a certificate gets ours, and without one it read nothing (case H16)', async () => {
  const { keyPem, certificatePem } = await makeSelfSigned({
    ...{ commonName: 'gateway', keyType: 'ec', days: 1, now: new Date() },
  })
  const asking = { requestCert: true, rejectUnauthorized: true, ca: certificatePem }
  await using stub = await serviceStub(answering(200, RECEIPT), asking)
  const pair = { keyFile: fileWith(keyPem), certificateFile: fileWith(certificatePem) }
  expect(await targetAt(stub.url, stub.certificatePem).handOver(aParcel())).toEqual(
    again(expect.stringMatching(/^the service cannot be reached: ./)),
  )
  expect(stub.received).toEqual([])
  expect(await targetAt(stub.url, stub.certificatePem, pair).handOver(aParcel())).toEqual(DELIVERED)
})

test.each<[string, () => Promise<string>]>([
  ['where nobody listens', async () => `https://127.0.0.1:${await closedPort()}`],
  ['where the name is unknown', async () => 'https://no-such-service.invalid'],
])('rule 19.3: a connection that cannot be had %s is tried again (case H16)', async (_what, urlOf) => {
  const outcome = await targetAt(await urlOf(), '', { connectSeconds: 2 }).handOver(aParcel())
  expect(outcome).toEqual(again(expect.stringMatching(/^the service cannot be reached: ./)))
})

test('rule 19.3: a server that never ends the handshake was told nothing (case H16)', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const outcome = await targetAt(url, '', { connectSeconds: 0.3 }).handOver(aParcel())
  server.close()
  expect(outcome).toEqual(again('the service cannot be reached: the connection took longer than 0.3 s'))
})

async function closedPort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
