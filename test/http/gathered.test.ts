import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Gathered } from '../../src/http/gathered.ts'

const KiB = 1024

test('what was added in any pieces is there in order', () => {
  const pieces = fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 6 })
  fc.assert(
    fc.property(pieces, (lengths) => {
      const added = lengths.map((length, nth) => Buffer.alloc(length, `${nth}abc`))
      const gathered = new Gathered()
      for (const piece of added) gathered.add(piece)
      expect(gathered.whole().equals(Buffer.concat(added))).toBe(true)
    }),
  )
})

test('a byte at a time takes no more memory than all at once', () => {
  const gathered = new Gathered()
  for (let nth = 0; nth < 100 * KiB; nth += 1) gathered.add(Buffer.from([nth % 256]))
  expect([gathered.whole().length, gathered.reserved]).toEqual([100 * KiB, 128 * KiB])
})

test('a piece is copied, for its memory is used again', () => {
  const [gathered, piece] = [new Gathered(), Buffer.from('abc')]
  gathered.add(piece)
  piece.fill('x')
  expect(gathered.whole().toString()).toBe('abc')
})
