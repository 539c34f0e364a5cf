import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { refusal } from '../../../src/base/refusal.ts'
import { no, ok } from '../../../src/base/result.ts'
import type { OpenFile } from '../../../src/endpoints/files/client-files.ts'
import { receiveFile } from '../../../src/endpoints/ftp/receive-file.ts'
import { copying, type DataConnection } from '../../../src/endpoints/ftp/secure-data.ts'
import { FlowTotal } from '../../../src/endpoints/sessions/flow.ts'

const FULL = refusal('SLU-SIZE', 'The file is too large.', 'Split it.')
const PIECE = Buffer.alloc(256 * 1024)
const HALF = Buffer.alloc(1000)

test.each<[string, () => ReturnType<OpenFile['write']>]>([
  ['refuses it', async () => no(FULL)],
  ['fails', () => Promise.reject(new Error('disk'))],
])('an upload leaves nothing in the count of waiting bytes when the store %s', async (_, answer) => {
  const total = new FlowTotal({ inFlightBytesTotal: 2 ** 30 })
  const stream = new PassThrough({ highWaterMark: 2 ** 20 })
  let answerNow = (): void => {}
  const file = {
    write: async () => {
      await new Promise<void>((resolve) => {
        answerNow = resolve
      })
      return answer()
    },
  } as Partial<OpenFile> as OpenFile
  const data = connection(stream)
  const flows = { total, limits: { inFlightBytes: 2 ** 30, requests: 1000 } }
  let counted = 0
  const ended = receiveFile(data, file, 0, flows, {
    count: (bytes) => {
      counted += bytes
      if (counted > PIECE.length) setImmediate(answerNow) // while the next piece is being gathered
    },
    hold: () => {},
  })
  stream.write(PIECE)
  stream.write(HALF)
  await ended.catch(() => {})
  expect(total.bytes).toBe(0)
})

test('an upload leaves nothing in the count of waiting bytes when the store takes it', async () => {
  const total = new FlowTotal({ inFlightBytesTotal: 2 ** 30 })
  const stream = new PassThrough({ highWaterMark: 2 ** 20 })
  const file = { write: async () => ok(undefined) } as Partial<OpenFile> as OpenFile
  const data = connection(stream)
  const flows = { total, limits: { inFlightBytes: 2 ** 30, requests: 1000 } }
  const ended = receiveFile(data, file, 0, flows, { count: () => {}, hold: () => {} })
  stream.write(PIECE)
  stream.end(HALF)
  expect(await ended).toEqual({ ended: 'whole' })
  expect(total.bytes).toBe(0)
})

function connection(stream: PassThrough): DataConnection {
  return {
    stream,
    receive: (places) => copying(stream, places),
    howItEnded: () => 'whole',
    destroy: () => void stream.destroy(),
  }
}
