import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { appendFile, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lastWholeLine, wholeLines } from '../../src/spool/whole-lines.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-lines-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KIB = 1024
/** Larger than any string, and next to nothing on the disk. */
const LARGE_BYTES = 2 ** 30

test('the last line and all lines are those that end, however long they are and wherever pieces begin', async () => {
  const path = join(folder, 'lines')
  // around the pieces in which a file is read, with letters of two bytes that lie across their borders
  const lengths = fc.constantFrom(0, 1, 7, 32 * KIB - 1, 32 * KIB, 64 * KIB - 1, 64 * KIB, 300 * KIB)
  const line = fc.tuple(lengths, fc.constantFrom('x', 'é')).map(([length, letter]) => letter.repeat(length))
  const half = fc.constantFrom('', 'y', 'é'.repeat(70 * KIB))
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), half, async (lines, behind) => {
      const whole = lines.map((each) => `${each}\n`).join('')
      writeFileSync(path, whole + behind)
      await using file = await open(path, 'r')
      const found: string[] = []
      for await (const some of wholeLines(file)) found.push(...some)
      expect(found).toEqual(lines)
      expect(await lastWholeLine(file)).toEqual({ bytes: Buffer.byteLength(whole), line: lines.at(-1) })
    }),
    { numRuns: 60 },
  )
})

test('the last line of a file that fits into no string is found', async () => {
  const path = join(folder, 'large')
  writeFileSync(path, '')
  truncateSync(path, LARGE_BYTES)
  await appendFile(path, '\none\ntwo\nhal')
  await using file = await open(path, 'r')
  expect(await lastWholeLine(file)).toEqual({ bytes: LARGE_BYTES + 9, line: 'two' })
})
