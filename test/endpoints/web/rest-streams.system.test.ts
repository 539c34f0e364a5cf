/** Bodies that are larger than what a process may hold of them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../../../src/base/result.ts'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'
import type { Transfer, Transfers } from '../../../src/mailbox/transfers/transfers.ts'
import { BOUNDARY } from './multipart-body.ts'
import { firstAnswer, rawTls } from './raw-tls.ts'
import { openRestRig, type RestRig } from './rest-rig.ts'

const MiB = 1024 * 1024
const BYTES = 50 * MiB
/** What a connection may hold in buffers of ours, of TLS and of the system. */
const HELD_MAX = 16 * MiB

const store = { bytes: 0, begun: 0, ended: 0, goOn: Promise.resolve() }
let rig: RestRig
let authorization: string

beforeAll(async () => {
  rig = await openRestRig({ sets: ['limits.partBytes=100000000', 'limits.transfersAtOnce=2'] })
  Object.assign(rig.node.mailbox, { transfers: slowTransfers() })
  authorization = (await rig.bearer()).authorization
})
afterAll(() => rig[Symbol.asyncDispose]())

test('rule 16.1: 50 MB come in no faster than they are stored, and little of them is held', async () => {
  let release = () => {}
  store.goOn = new Promise((resolve) => {
    release = resolve
  })
  using client = await rawTls({ port: rig.port, ca: rig.serverCertificatePem })
  client.write(head(BYTES))
  const piece = Buffer.alloc(MiB, 'x')
  let sent = 0
  const sendAll = async () => {
    for (; sent < BYTES; sent += piece.length) {
      await new Promise((resolve) => client.socket.write(piece, resolve))
      if (sent > HELD_MAX) release()
    }
  }
  const stalled = new Promise((resolve) => setTimeout(resolve, 1000))
  const sending = sendAll()
  await Promise.race([sending, stalled])
  expect([store.bytes < MiB, sent < HELD_MAX]).toEqual([true, true])
  release()
  await sending
  client.write(END)
  const answer = firstAnswer(await client.until(/"type"|"files"/))
  expect([answer.status, store.bytes]).toEqual([400, BYTES]) // no metadata came
})

test('rule 16.8: no more transfers at once than the limit, which others do not feel', async () => {
  const other = await rig.enrol(2)
  const before = store.ended
  const open = await Promise.all([1, 2].map(() => rawTls({ port: rig.port, ca: rig.serverCertificatePem })))
  const begun = store.begun
  for (const client of open) client.write(`${head(1000)}xxx`)
  while (store.begun < begun + 2) await new Promise((resolve) => setImmediate(resolve))
  const refused = await rig.send([])
  expect([refused.status, refused.json.type, refused.json.limit]).toEqual([
    429,
    'urn:problem-type:belgif:tooManyRequests',
    2,
  ])
  expect((await rig.send([], { sender: other })).status).toBe(400)
  for (const client of open) client.socket.destroy()
  while (store.ended < before + 3) await new Promise((resolve) => setImmediate(resolve))
  expect((await rig.send([])).status).toBe(400)
})

const END = `\r\n--${BOUNDARY}--\r\n`

function head(bytes: number): string {
  const part = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="declaration"; filename="FI.x"\r\n\r\n`
  return [
    ...[`POST ${REST_PREFIX}/transfers HTTP/1.1`, 'host: a', `authorization: ${authorization}`],
    ...[
      `content-type: multipart/form-data; boundary=${BOUNDARY}`,
      `content-length: ${part.length + bytes + END.length}`,
    ],
    ...['', part],
  ].join('\r\n')
}

/** Keeps nothing, and waits when it is told to. */
function slowTransfers(): Transfers {
  const transfer = (): Transfer => ({
    part: async () => {
      store.begun += 1
      return ok({
        write: async (bytes) => {
          await store.goOn
          store.bytes += bytes.length
          return ok(undefined)
        },
      })
    },
    finish: () => Promise.reject(new Error('not asked for')),
    [Symbol.asyncDispose]: async () => {
      store.ended += 1
    },
  })
  const none = () => Promise.reject(new Error('not asked for'))
  return { begin: transfer, list: none, find: none, placeInLine: none, cancel: none }
}
