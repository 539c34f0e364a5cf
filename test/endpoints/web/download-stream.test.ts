import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { downloadStream } from '../../../src/endpoints/web/rest/download-stream.ts'

test('gives a file in pieces and closes it at its end', async () => {
  const file = fileOf('x'.repeat(200_000))
  const { bytes, length } = downloadStream(file)
  expect([length, await text(bytes)]).toEqual([200_000, 'x'.repeat(200_000)])
  expect([file.reads, file.closed]).toEqual([[0, 65_536, 131_072, 196_608, 200_000], 1])
})

test('closes a file that nobody reads to its end', async () => {
  const file = fileOf('x'.repeat(200_000))
  const { bytes } = downloadStream(file)
  const isClosed = new Promise<void>((resolve) => bytes.once('close', resolve))
  bytes.destroy()
  await isClosed
  expect(file.closed).toBe(1)
})

test('breaks off when the disk does, and closes the file', async () => {
  const file = { ...fileOf('x'), read: async () => Promise.reject(new Error('a disk that does not answer')) }
  await expect(text(downloadStream(file).bytes)).rejects.toThrow('a disk that does not answer')
})

function fileOf(content: string) {
  const file = {
    entry: { name: 'FO.X', bytes: content.length, modifiedAt: new Date(0) },
    reads: [] as number[],
    closed: 0,
    read: async (offset: number, length: number) => {
      file.reads.push(offset)
      return Buffer.from(content.slice(offset, offset + length))
    },
    [Symbol.asyncDispose]: async () => {
      file.closed += 1
    },
  }
  return file
}
