import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Piece, Pieces } from '../../../src/endpoints/ftp/pieces.ts'

const KIB = 1024

/** What a connection brings at once, and how the store comes along meanwhile. */
const STEP = fc.oneof(
  fc.record({ put: fc.integer({ min: 1, max: 400 * KIB }) }),
  fc.record({ next: fc.constantFrom('full', 'all') }),
  fc.constant({ done: true }),
)

test('what was put in comes out again, whole and in order, whenever it is asked for', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
      const pieces = new Pieces()
      const [sent, seen]: [Buffer[], Buffer[]] = [[], []]
      let underWay: Piece | null = null
      const finish = (): void => {
        if (underWay) seen.push(Buffer.from(underWay.bytes)) // as the store has it when it is done
        underWay?.done()
        underWay = null
      }
      const begin = (all: boolean): boolean => {
        finish()
        underWay = pieces.next(all)
        return underWay !== null
      }
      for (const [number, step] of steps.entries()) {
        if ('put' in step) sent.push(...put(pieces, step.put, number + 1))
        else if ('next' in step) begin(step.next === 'all')
        else finish()
      }
      while (begin(true));
      expect(Buffer.concat(seen).equals(Buffer.concat(sent))).toBe(true)
    }),
  )
})

test('the rooms of a long upload are used again', () => {
  const pieces = new Pieces()
  const memory = new Set<ArrayBufferLike>()
  for (let turn = 0; turn < 100; turn++) {
    put(pieces, 256 * KIB, turn)
    memory.add(pieces.room.buffer)
    pieces.next(false)?.done()
  }
  expect(memory.size).toBeLessThan(4)
})

test('a room that is full is handed out by itself, one that is not only when all is wanted', () => {
  const pieces = new Pieces()
  put(pieces, 16 * KIB + 5, 1)
  expect([pieces.hasFull, pieces.isAtBeginning]).toEqual([true, false])
  expect(pieces.next(false)?.bytes).toHaveLength(16 * KIB)
  expect([pieces.hasFull, pieces.next(false)]).toEqual([false, null])
  expect(pieces.next(true)?.bytes).toHaveLength(5)
  expect([pieces.isAtBeginning, pieces.next(true)]).toEqual([true, null])
})

/** As a connection does it: room by room. */
function put(pieces: Pieces, bytes: number, value: number): Buffer[] {
  const chunks: Buffer[] = []
  for (let left = bytes; left > 0; ) {
    const { room } = pieces
    const length = Math.min(left, room.length)
    chunks.push(Buffer.alloc(length, value))
    room.fill(value, 0, length)
    pieces.took(length)
    left -= length
  }
  return chunks
}
