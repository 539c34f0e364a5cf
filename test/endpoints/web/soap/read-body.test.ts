import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Memory, withBody } from '../../../../src/endpoints/web/soap/read-body.ts'

const read = (pieces: Iterable<Buffer>, memory = new Memory(() => 10), work = async (body: Buffer) => String(body)) =>
  withBody(Readable.from(pieces), { memory, bytesMax: 8 }, work)

function* cutAfter(text: string): Generator<Buffer> {
  yield Buffer.from(text)
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
}

test('rule 18.2: whatever becomes of a body, its memory is given back once', async () => {
  const memory = new Memory(() => 10)
  const fail = async (): Promise<string> => {
    throw new TypeError('a bug')
  }
  const found = [
    await read([Buffer.from('12'), Buffer.from('345')], memory),
    await read([Buffer.from('12345'), Buffer.from('6789')], memory),
    await read(cutAfter('12345'), memory),
    await read([Buffer.from('12345')], memory, fail).catch((error: Error) => error.message),
    await read(
      [Buffer.from('1234567')],
      memory,
      async () => `${await read([Buffer.from('12'), Buffer.from('34')], memory)}`,
    ),
  ]
  expect(found).toEqual(['12345', 'tooLarge', 'cut', 'a bug', 'noRoom'])
  expect([memory.take(10), memory.take(1)]).toEqual([true, false])
})
