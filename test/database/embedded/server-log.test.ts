import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { causeIn, logSince, openLog, rotateLog } from '../../../src/database/embedded/server-log.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-log-'))
  path = join(folder, 'server.log')
})
afterEach(() => rm(folder, { recursive: true }))

test('a log above its limit becomes the old one, and the server that has it open goes on in the new one', async () => {
  const { file } = await openLog(path)
  await file.write('0123456789\n')
  await rotateLog(path, 10)
  await file.write('after\n')
  await file.close()
  expect([await readFile(`${path}.1`, 'utf8'), await readFile(path, 'utf8')]).toEqual(['0123456789\n', 'after\n'])
})

test('a log up to its limit, or none, is left alone', async () => {
  await rotateLog(path, 10)
  await writeFile(path, '0123456789')
  await rotateLog(path, 10)
  expect(await readFile(path, 'utf8')).toBe('0123456789')
})

test('what one start said is told apart from what was said before, and is cut to its end', async () => {
  await writeFile(path, 'before\n')
  const { file, from } = await openLog(path)
  await file.close()
  await appendFile(path, 'now\n')
  expect(await logSince(path, from)).toBe('now\n')
  await appendFile(path, 'x'.repeat(10_000))
  expect(await logSince(path, from)).toBe('x'.repeat(8192))
})

test('the cause of an end is found between what the server told those who asked too early', () => {
  const asked = [
    '2026-01-05 10:00:00 UTC [8] FATAL:  the database system is starting up',
    '2026-01-05 10:00:00 UTC [8] FATAL:  the database system is not yet accepting connections',
    '2026-01-05 10:00:00 UTC [8] DETAIL:  Consistent recovery state has not been yet reached.',
  ]
  const cause =
    '2026-01-05 10:00:00 UTC [7] FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device'
  const log = '2026-01-05 10:00:00 UTC [6] LOG:  shutting down due to startup process failure'
  expect(causeIn([...asked, cause, log, ...asked, ...asked, ''].join('\n'))).toBe(cause)
})
