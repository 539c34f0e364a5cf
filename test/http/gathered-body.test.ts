import { PassThrough, Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gathered } from '../../src/http/gathered-body.ts'

const KiB = 1024
const MiB = 1024 * KiB

test('what comes in small pieces without a pause goes on as one', async () => {
  const source = new PassThrough()
  for (const text of ['a', 'b', 'c']) source.write(text)
  const pieces = gathered(source)
  expect(String((await pieces.next()).value)).toBe('abc')
  source.end('d')
  expect(String((await pieces.next()).value)).toBe('d')
  expect((await pieces.next()).done).toBe(true)
})

test('no more than a piece is held while the reader is at work', async () => {
  const source = new PassThrough({ highWaterMark: KiB })
  const pieces = gathered(source)
  let sent = 0
  const send = async () => {
    for (; sent < 4096 * KiB; sent += 16 * KiB) {
      const goesOn = source.write(Buffer.alloc(16 * KiB, 'x'))
      if (!goesOn) await new Promise((resolve) => source.once('drain', resolve))
    }
    source.end()
  }
  const sending = send()
  let read = (await pieces.next()).value?.length ?? 0
  for (let turn = 0; turn < 1000; turn++) await nextTurn()
  const held = sent - read
  expect([held > 0, held <= 1088 * KiB, source.isPaused()]).toEqual([true, true, true])
  for await (const piece of pieces) read += piece.length
  await sending
  expect(read).toBe(4096 * KiB)
})

test('bodies that together hold much hold less each, and leave room to others when they end', async () => {
  for (const _ of ['at first', 'and again']) {
    const bodies = await Promise.all(Array.from({ length: 64 }, () => filled()))
    const held = bodies.reduce((sum, { sent }) => sum + sent(), 0)
    expect([held > 8 * MiB, held <= (8 + 64 * 0.75 + 3) * MiB]).toEqual([true, true])
    await Promise.all(bodies.map(({ pieces }) => pieces.return()))
  }
  const alone = await filled()
  expect(alone.sent() >= 3 * MiB).toBe(true)
  await alone.pieces.return()
})

test('a stream that breaks gives what came before, and then its error', async () => {
  const source = new PassThrough()
  const pieces = gathered(source)
  source.write('a')
  expect(String((await pieces.next()).value)).toBe('a')
  source.destroy(new Error('cut'))
  await expect(pieces.next()).rejects.toThrow('cut')
})

test('a stream that closes before its end was cut', async () => {
  const source = new PassThrough()
  const pieces = gathered(source)
  const coming = pieces.next()
  source.destroy()
  await expect(coming).rejects.toThrow('Premature close')
})

test('who stops leaves the stream paused, and the rest to others', async () => {
  const source = new PassThrough()
  source.write('a')
  for await (const _ of gathered(source)) break
  source.end('b')
  expect([source.isPaused(), source.destroyed]).toEqual([true, false])
  expect(String(Buffer.concat(await source.toArray()))).toBe('b')
})

/** A body of which two pieces were read, and as much has come behind it as is taken. */
async function filled() {
  let sent = 0
  const source = new Readable({
    highWaterMark: 1,
    read() {
      if (sent >= 4 * MiB) return
      sent += 16 * KiB
      this.push(Buffer.alloc(16 * KiB, 'x'))
    },
  })
  const pieces = gathered(source)
  for (const _ of ['at work', 'waiting']) await pieces.next()
  for (let turn = 0; turn < 200; turn++) await nextTurn()
  return { pieces, sent: () => sent }
}
