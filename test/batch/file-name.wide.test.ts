import { beforeEach, expect, test } from 'vitest'
import { parseFileName } from '../../src/batch/file-name.ts'
import { bytesOf, filesIn, notRun } from '../suites/corpora.ts'
import { seen, targetOf } from '../suites/targets.ts'

/** Lists of names made to break programs: path traversal, injection, odd bytes. */
const missing = notRun('names')
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))

const BEGINNINGS = ['', 'FI.', 'FI.DMFA.123456.20260105.', 'FI.DMFA.123456.20260105.00001.R.1.']
const ENDS_RIGHT = /^FI\.DMFA\.123456\.20260105\.00001\.R\.1\.[1-9]$/

test('no hostile name is read as a name of ours, alone or behind a right beginning (cases N2, N4, N6, N14)', () => {
  const lines = filesIn('names')
    .filter((list) => list.endsWith('.txt'))
    .flatMap((list) => bytesOf(list).toString().split(/\r?\n/))
    .filter((line) => line !== '')
  const names = lines.flatMap((line) => BEGINNINGS.map((beginning) => beginning + line))
  const outcomes = names.map((name) => {
    const accepted = parseFileName(name).ok
    return { name, accepted, found: accepted ? 'a name' : 'no name', asExpected: accepted === ENDS_RIGHT.test(name) }
  })
  expect(seen(outcomes)).toEqual(targetOf('hostile file names'))
})
