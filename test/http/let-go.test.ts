/** A reader of parts that stops early leaves the stream to others: nothing of it is gathered any more, and none of its bytes are counted. */
import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gathered } from '../../src/http/gathered-body.ts'
import { MultipartFault } from '../../src/http/multipart/multipart-fault.ts'
import { type StreamedPart, streamedParts } from '../../src/http/multipart/streamed-parts.ts'
import { notSlower, TooSlow } from '../../src/http/slow-body.ts'

const PART = '--b\r\nContent-Disposition: form-data; name="declaration"; filename="FI"\r\n\r\ncontent'
const ANY_RATE = { minimumRate: 0, minimumRateSeconds: 60 }

test.each<[string, (parts: AsyncIterable<StreamedPart>) => Promise<void>]>([
  ['before a part', async (parts) => void (await parts[Symbol.asyncIterator]().return?.())],
  [
    'between its chunks',
    async (parts) => {
      for await (const { chunks } of parts) for await (const _ of chunks) return
    },
  ],
  [
    'by a fault of its own',
    async (parts) => {
      const failing = async () => {
        for await (const _ of parts) throw new Error('theirs')
      }
      await expect(failing()).rejects.toThrow('theirs')
    },
  ],
])('who stops %s', async (_, stop) => {
  const source = new PassThrough()
  source.write(PART)
  const parts = streamedParts(notSlower(gathered(source), ANY_RATE, Date.now), 'b', { partsMax: 2 })
  await stop(parts)
  await nextTurn()
  expect([source.listenerCount('data'), source.destroyed]).toEqual([0, false])
})

test('who finds that it is no form', async () => {
  const source = new PassThrough()
  source.write(`${PART}\r\n--b?\r\n`)
  const parts = streamedParts(notSlower(gathered(source), ANY_RATE, Date.now), 'b', { partsMax: 2 })
  await expect(async () => {
    for await (const { chunks } of parts) for await (const _ of chunks);
  }).rejects.toThrow(MultipartFault)
  await nextTurn()
  expect([source.listenerCount('data'), source.destroyed]).toEqual([0, false])
})

test('who is waited for in vain, once the connection has ended', async () => {
  const source = new PassThrough()
  source.write(PART)
  const rate = { minimumRate: 1000, minimumRateSeconds: 0.001 }
  const parts = streamedParts(notSlower(gathered(source), rate, Date.now), 'b', { partsMax: 2 })
  await expect(async () => {
    for await (const { chunks } of parts) for await (const _ of chunks);
  }).rejects.toThrow(TooSlow)
  source.destroy()
  await nextTurn()
  await nextTurn()
  expect(source.listenerCount('data')).toBe(0)
})
