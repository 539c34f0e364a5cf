import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FilePart, multipart } from '../../../../src/endpoints/web/client/multipart.ts'

test('a reader of others finds every part as it was, and the length is as told', async () => {
  const file = fc.record({
    fileName: fc.oneof(
      fc.constant('FI.DMFA.123456.20260105.00001.R.1.1'),
      fc.string({ unit: 'grapheme-ascii' }).filter((name) => !name.includes('%')),
    ),
    content: fc.uint8Array({ maxLength: 500 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 5 }), fc.jsonValue(), async (files, value) => {
      const body = multipart({ name: 'metadata', json: { value } }, files.map(partOf), () => {})
      const bytes = await buffer(Readable.from(body.open()))
      expect(bytes.length).toBe(body.bytes)
      const form = await new Response(bytes, { headers: { 'content-type': body.contentType } }).formData()
      expect(JSON.parse(String(form.get('metadata')))).toEqual(JSON.parse(JSON.stringify({ value })))
      const seen = form.getAll('declaration') as File[]
      expect(seen.map(({ name }) => name)).toEqual(files.map(({ fileName }) => fileName))
      for (const [index, { content }] of files.entries())
        expect(Buffer.from(await seen[index]!.arrayBuffer())).toEqual(Buffer.from(content))
    }),
  )
})

test('what is told of its progress is what was asked for, from the beginning each time', async () => {
  const told: number[] = []
  const file = { ...partOf({ fileName: 'a', content: new Uint8Array() }), bytes: 5 }
  const open = () => Readable.from([Buffer.from('abc'), Buffer.from('de')])
  const body = multipart(
    { name: 'metadata', json: {} },
    [
      { ...file, open },
      { ...file, open },
    ],
    (bytes) => told.push(bytes),
  )
  await buffer(Readable.from(body.open()))
  await buffer(Readable.from(body.open()))
  expect(told).toEqual([0, 3, 5, 8, 10, 0, 3, 5, 8, 10])
})

test.each([
  ['shorter', 'abc'],
  ['longer', 'abcdef'],
])('a file that became %s is not sent as what it was', async (_, content) => {
  const file = { ...partOf({ fileName: 'a', content: Buffer.from(content) }), bytes: 5 }
  const body = multipart({ name: 'metadata', json: {} }, [file], () => {})
  await expect(buffer(Readable.from(body.open()))).rejects.toThrow('a was changed while it was sent')
})

function partOf({ fileName, content }: { fileName: string; content: Uint8Array }): FilePart {
  const open = () => Readable.from(content.length > 0 ? [content] : [])
  return { name: 'declaration', fileName, bytes: content.length, open }
}
