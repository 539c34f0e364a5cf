import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRequest } from '../../src/endpoints/sftp/requests.ts'

type Vector = { readonly what: string; readonly hex: string }
type Vectors = {
  readonly valid: readonly (Vector & { readonly request: unknown })[]
  readonly malformed: readonly (Vector & { readonly problem: unknown })[]
}

const VECTORS: Vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors/requests.json'), 'utf8'))

test.each(VECTORS.valid)('reads $what', ({ hex, request }) => {
  const parsed = parseRequest(Buffer.from(hex, 'hex'))
  expect(JSON.parse(JSON.stringify(parsed))).toEqual({ ok: true, value: request })
})

test.each(VECTORS.malformed)('finds fault with $what (case S12)', ({ hex, problem }) => {
  expect(parseRequest(Buffer.from(hex, 'hex'))).toEqual({ ok: false, problem })
})

test('WRITE carries its bytes without copying them', () => {
  const packet = Buffer.from('06000000050000000168000000000000000a00000003616263', 'hex')
  const parsed = parseRequest(packet)
  expect(parsed).toEqual({
    ok: true,
    value: { id: 5, operation: { do: 'write', handle: 'h', offset: 10, bytes: Buffer.from('abc') } },
  })
})

test('no bytes make it throw, and none read beyond their end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.constantFrom(...TYPES), (bytes, type) => {
      const parsed = parseRequest(Buffer.from([type, ...bytes]))
      expect(typeof parsed.ok).toBe('boolean')
    }),
    { numRuns: 2000 },
  )
})

const TYPES = [...Array.from({ length: 21 }, (_, type) => type), 200, 201, 255]
