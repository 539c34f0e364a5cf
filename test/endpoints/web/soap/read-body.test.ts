import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Memory, withBody } from '../../../../src/endpoints/web/soap/read-body.ts'

const BLOCK = 64 * 1024
const GO_ON = { bytes: 3, refuse: async () => null }

const read = (
  pieces: Iterable<Buffer>,
  memory = new Memory(() => BLOCK),
  work = async (body: Buffer) => String(body),
) => withBody(Readable.from(pieces), { memory, bytesMax: 8, beginning: GO_ON }, work)

function* cutAfter(text: string): Generator<Buffer> {
  yield Buffer.from(text)
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
}

test('rule 18.2: whatever becomes of a body, its memory is given back once', async () => {
  const memory = new Memory(() => BLOCK)
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
  expect([memory.take(BLOCK), memory.take(1)]).toEqual([true, false])
})

test('rule 18.2: what comes byte by byte takes as much memory as what comes at once', async () => {
  const memory = new Memory(() => 2 * BLOCK)
  const bytes = Array.from({ length: BLOCK + 1 }, () => Buffer.of(0x20))
  const whole = async (body: Buffer) => `${body.length} ${memory.take(1)}`
  const reading = { memory, bytesMax: 2 * BLOCK, beginning: GO_ON }
  expect(await withBody(Readable.from(bytes), reading, whole)).toBe(`${BLOCK + 1} false`)
  expect(memory.take(2 * BLOCK)).toBe(true)
})

test('rule 18.12: a longer body is looked at once, as far as its beginning, and is left unread when it is refused', async () => {
  const memory = new Memory(() => BLOCK)
  const seen: string[] = []
  const ask = async (texts: readonly string[], verdict: 'refused' | null) => {
    const stream = Readable.from(texts.map((text) => Buffer.from(text)))
    const refuse = async (beginning: Buffer) => {
      seen.push(String(beginning))
      return verdict
    }
    const found = await withBody(
      stream,
      { memory, bytesMax: 8, beginning: { bytes: 3, refuse } },
      async (body) => `${body}`,
    )
    return [found, stream.destroyed ? 'over' : String((await stream.toArray()).join(''))]
  }
  const found = [
    await ask(['12', '3'], 'refused'),
    await ask(['12', '34', '56', '7'], null),
    await ask(['12', '34', '56', '7'], 'refused'),
    await ask(['12345678', '9'], 'refused'),
  ]
  expect(found).toEqual([
    ['123', 'over'],
    ['1234567', 'over'],
    ['refused', '567'],
    ['refused', '9'],
  ])
  expect([seen, memory.take(BLOCK)]).toEqual([['123', '123', '123'], true])
})
