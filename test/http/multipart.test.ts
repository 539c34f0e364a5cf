import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundaryOf } from '../../src/http/multipart/media-type.ts'
import { MultipartFault } from '../../src/http/multipart/multipart-fault.ts'
import { streamedParts, wholePart } from '../../src/http/multipart/streamed-parts.ts'

type Vector = {
  readonly name: string
  readonly contentType: string
  readonly body: string
  /** The parts, or why there are none. */
  readonly expected: string | readonly object[]
}
const VECTORS = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors/multipart.json'), 'utf8')) as Vector[]
const LIMITS = { partsMax: 2 }

describe.each([1, 7, 1_000_000])('in pieces of %i bytes', (size) => {
  test.each(VECTORS)('$name (cases H8, X16)', async ({ contentType, body, expected }) => {
    expect(await readIn(body, contentType, size)).toEqual(expected)
  })
})

test('whatever is sent comes out, however it is cut', async () => {
  const piece = fc.constantFrom('\r', '\n', '-', '--', '\r\n', '\r\n--', '\r\n--b', 'b', '\0', 'é', 'x')
  const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
  const honest = content.filter((text) => !`\r\n${text}\r\n`.includes('\r\n--b'))
  await fc.assert(
    fc.asyncProperty(fc.array(honest, { maxLength: 2 }), fc.integer({ min: 1, max: 90 }), async (contents, size) => {
      const parts = contents.map((text) => `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n${text}\r\n`)
      const read = await readIn(`${parts.join('')}--b--\r\n`, 'multipart/form-data; boundary=b', size)
      expect((read as { content: string }[]).map((part) => part.content)).toEqual(contents)
    }),
  )
})

test('what a reader leaves of a part is skipped', async () => {
  const body = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nabcdef\r\n'.repeat(2)
  const beginnings: string[] = []
  for await (const { chunks } of streamedParts(piecesOf(Buffer.from(`${body}--b--`), 1), 'b', LIMITS)) {
    for await (const chunk of chunks) {
      beginnings.push(chunk.toString())
      break
    }
  }
  expect(beginnings).toEqual(['a', 'a'])
})

test('what cannot begin a boundary goes on at once and is not copied', async () => {
  const pieces = ['--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n', 'x'.repeat(1000), 'y\r', 'z', '\r\n--b--']
  const sent = pieces.map((text) => Buffer.from(text))
  const read: Buffer[] = []
  for await (const { chunks } of streamedParts(Readable.from(sent), 'b', LIMITS)) {
    for await (const chunk of chunks) read.push(chunk)
  }
  expect(read.map(String)).toEqual(['x'.repeat(1000), 'y', '\rz'])
  expect([read[0]?.buffer, read[0]?.byteOffset]).toEqual([sent[1]?.buffer, sent[1]?.byteOffset])
})

test('no more is taken from the source than somebody reads', async () => {
  const given: number[] = []
  async function* source() {
    for (let nth = 0; nth < 1000; nth += 1) {
      given.push(nth)
      yield Buffer.from(nth === 0 ? '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx' : 'x'.repeat(1000))
    }
  }
  for await (const { chunks } of streamedParts(source(), 'b', LIMITS)) {
    for await (const _ of chunks) if (given.length >= 3) break
    break
  }
  expect(given.length).toBe(3)
})

test('a part over the limit of its reader is refused', async () => {
  const body = Buffer.from('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nabcdef\r\n--b--')
  const parts = streamedParts(piecesOf(body, 4), 'b', LIMITS)
  const { value } = await parts.next()
  await expect(value && wholePart(value, 5)).rejects.toMatchObject({ kind: 'tooLarge', statusCode: 413 })
})

async function readIn(body: string, contentType: string, size: number): Promise<unknown> {
  const boundary = boundaryOf(contentType)
  if (boundary === null) return 'noBoundary'
  const read: object[] = []
  try {
    for await (const part of streamedParts(piecesOf(Buffer.from(body), size), boundary, LIMITS)) {
      const { chunks: _, ...headers } = part
      read.push({ ...headers, content: (await wholePart(part, 1000)).toString() })
    }
  } catch (error) {
    if (error instanceof MultipartFault) return error.kind
    throw error
  }
  return read
}

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
