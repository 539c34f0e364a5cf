import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { LineJournal } from '../../src/spool/line-journal.ts'

let folder: string
let today: Date
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-journal-'))
  today = new Date('2026-11-28T23:59:00Z')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const opened = (below = 'audit') => new LineJournal(join(folder, below), () => today)

async function all(journal: LineJournal): Promise<string[]> {
  const lines: string[] = []
  for await (const page of journal.lines()) lines.push(...page)
  return lines
}

test('lines are read back in their order over days, by another process as well', async () => {
  const journal = opened()
  expect([await journal.last(), await all(journal)]).toEqual([undefined, []])
  await journal.append(['one', 'two'])
  today = new Date('2026-11-29T00:01:00Z')
  await journal.append(['three'])
  await journal.append([])
  expect(readdirSync(join(folder, 'audit'))).toEqual(['2026-11-28.jsonl', '2026-11-29.jsonl'])
  expect(statSync(join(folder, 'audit', '2026-11-29.jsonl')).mode & 0o777).toBe(0o600)
  for (const one of [journal, opened()])
    expect([await one.last(), await all(one)]).toEqual(['three', ['one', 'two', 'three']])
})

test('what a crash cut off is no line, and is gone with the next one; wherever it was cut', async () => {
  const words = fc.array(fc.stringMatching(/^[a-zé{}]{0,9}$/), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(words, words, fc.nat(), async (first, second, cut) => {
      const journal = opened()
      const file = join(folder, 'audit', '2026-11-28.jsonl')
      await journal.append(first)
      const before = statSync(file).size
      await journal.append(second)
      const at = before + (cut % (statSync(file).size - before))
      const whole = readFileSync(file).subarray(0, at).toString().split('\n').slice(0, -1)
      truncateSync(file, at)
      for (const next of [journal, opened()]) {
        expect([await next.last(), await all(next)]).toEqual([whole.at(-1), whole])
      }
      await journal.append(['next'])
      expect(await all(opened())).toEqual([...whole, 'next'])
      rmSync(join(folder, 'audit'), { recursive: true })
    }),
    { numRuns: 60 },
  )
})

test('what another process added meanwhile is seen', async () => {
  const [one, other] = [opened(), opened()]
  await one.append(['one'])
  await other.append(['two'])
  expect(await one.last()).toBe('two')
  await one.append(['three'])
  expect(await all(other)).toEqual(['one', 'two', 'three'])
})

test('a file of the day that is empty or holds half a line does not hide the last line of the day before', async () => {
  await opened().append(['one'])
  today = new Date('2026-11-29T00:01:00Z')
  appendFileSync(join(folder, 'audit', '2026-11-29.jsonl'), '{"half')
  expect(await opened().last()).toBe('one')
})

test('days that are over long enough leave, others and strange files stay', async () => {
  const journal = opened()
  for (const day of ['2026-11-01', '2026-11-25', '2026-11-26', '2026-11-28']) {
    today = new Date(`${day}T12:00:00Z`)
    await journal.append([day])
  }
  writeFileSync(join(folder, 'audit', '2020-01-01.txt'), 'x')
  await journal.forget(2)
  expect(readdirSync(join(folder, 'audit'))).toEqual(['2020-01-01.txt', '2026-11-26.jsonl', '2026-11-28.jsonl'])
})

test('a place that is no folder is told as unavailable', async () => {
  writeFileSync(join(folder, 'file'), '')
  const journal = opened('file')
  await expect(journal.append(['one'])).rejects.toThrow(Unavailable)
  await expect(journal.last()).rejects.toThrow(Unavailable)
})

test('rule 32.1: when the clock has gone back, lines go on behind the last one', async () => {
  today = new Date('2036-11-28T10:00:00Z')
  await opened('back').append(['one'])
  today = new Date('2026-11-28T10:00:00Z')
  const journal = opened('back')
  await journal.append(['two'])
  await journal.append(['three'])
  const found = await all(opened('back'))
  expect([await journal.last(), await opened('back').last(), found]).toEqual([
    'three',
    'three',
    ['one', 'two', 'three'],
  ])
})
