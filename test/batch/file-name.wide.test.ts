import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { parseFileName } from '../../src/batch/file-name.ts'

/** Lists of names made to break programs: path traversal, injection, odd bytes. */
const LISTS = join(import.meta.dirname, '../../../shared/corpora/names')
const mustRun = process.env.SLUICE_WIDE === '1'

beforeEach(({ skip }) => skip(!existsSync(LISTS) && !mustRun, 'not run: needs the lists of hostile names'))

test('no hostile name is read as a name of ours, alone or behind a right beginning (cases N2, N4, N6, N14)', () => {
  const hostile = readdirSync(LISTS)
    .filter((list) => list.endsWith('.txt'))
    .flatMap((list) => readFileSync(join(LISTS, list), 'utf8').split(/\r?\n/))
    .filter((name) => name !== '')
  expect(hostile.length).toBeGreaterThan(2000)
  const beginnings = ['', 'FI.', 'FI.DMFA.123456.20260105.', 'FI.DMFA.123456.20260105.00001.R.1.']
  const accepted = hostile
    .flatMap((name) => beginnings.map((beginning) => beginning + name))
    .filter((name) => parseFileName(name).ok)
  expect(accepted.filter((name) => !/^FI\.DMFA\.123456\.20260105\.00001\.R\.1\.[1-9]$/.test(name))).toEqual([])
})
