import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { read } from './read.ts'

type Vector = {
  what: string
  bytes?: string
  text?: string
  latin1?: string
  encoding: { declared: string | null; used: string }
  offset: number
}

const VECTORS: Record<'supported' | 'unsupported' | 'lies', Vector[]> = JSON.parse(
  readFileSync(new URL('./vectors/encodings.json', import.meta.url), 'utf8'),
)

test.each(VECTORS.supported)('$what is read', (vector) => {
  const { wellFormed, encoding } = read(bytesOf(vector))
  expect({ wellFormed, encoding }).toEqual({
    wellFormed: true,
    encoding: { ...vector.encoding, supported: true, fault: null },
  })
})

test.each(VECTORS.unsupported)('$what is not supported (code 138)', (vector) => {
  const { wellFormed, fault, encoding } = read(bytesOf(vector))
  expect({ wellFormed, fault, encoding }).toEqual({
    wellFormed: false,
    fault: null,
    encoding: { ...vector.encoding, supported: false, fault: null },
  })
})

test.each(VECTORS.lies)('$what is told by its byte offset (case X5)', (vector) => {
  const { wellFormed, fault, encoding } = read(bytesOf(vector))
  expect({ wellFormed, fault, at: encoding.fault }).toEqual({
    wellFormed: false,
    fault: null,
    at: { offset: vector.offset },
  })
})

test('whatever the bytes, UTF-8 is read exactly when it is UTF-8, and the offset is that of the first impossible byte', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\n'), maxLength: 40 })
  const tail = fc.uint8Array({ maxLength: 6 })
  fc.assert(
    fc.property(text, tail, fc.array(fc.nat(200)), (before, bytes, cuts) => {
      const document = Buffer.concat([
        Buffer.from(`${LEADER}<a><!--${before}`),
        Buffer.from(bytes),
        Buffer.from('--></a>'),
      ])
      const offset = firstImpossible(document)
      const { encoding, wellFormed, fault } = read(
        document,
        cuts.map((cut) => cut + LEADER.length),
      )
      // A syntax fault may come first: then nothing is known of the bytes behind it.
      if (offset === null) expect(encoding.fault).toBeNull()
      else if (fault === null) expect(encoding.fault).toEqual({ offset })
      else expect(wellFormed).toBe(false)
    }),
    { numRuns: 500 },
  )
})

/** Longer than what is gathered to tell the encoding, so that what follows comes as it was cut. */
const LEADER = `<!--${' '.repeat(1100)}-->`

/** By trial: the longest prefix that a strict decoder takes, less a character that it cuts off. */
function firstImpossible(bytes: Buffer): number | null {
  const strict = () => new TextDecoder('utf-8', { fatal: true })
  const isGood = (length: number, stream: boolean) => {
    try {
      strict().decode(bytes.subarray(0, length), { stream })
      return true
    } catch {
      return false
    }
  }
  if (isGood(bytes.length, false)) return null
  let length = bytes.length
  while (!isGood(length, false)) length -= 1
  return length
}

function bytesOf({ bytes, text, latin1 }: Vector): Buffer {
  if (bytes !== undefined) return Buffer.from(bytes, 'hex')
  return latin1 === undefined ? Buffer.from(text ?? '') : Buffer.from(latin1, 'latin1')
}
