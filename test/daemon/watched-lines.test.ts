import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { WatchedLines } from '../../src/daemon/watched-lines.ts'

const UP = { state: 'up' }
const standing = (seconds: number, why: string) => ({
  state: 'degraded',
  detail: `the copy of the audit has stood still for ${seconds} s: ${why}; look at the disk of spool.auditDir`,
})

test('rule 31.10: a copy of the audit that fails is told after a minute, with the reason, until it goes on', async () => {
  const { lines, disk, clock } = watched()
  await lines.append(['one'])
  expect(await lines.health()).toEqual(UP)
  disk.fails = new Unavailable('The spool is read-only (EROFS).')
  await expect(lines.append(['two'])).rejects.toThrow('EROFS')
  clock.seconds = 59
  await expect(lines.last()).rejects.toThrow('EROFS')
  expect(await lines.health()).toEqual(UP)
  clock.seconds = 60
  expect(await lines.health()).toEqual(standing(60, 'The spool is read-only (EROFS).'))
  disk.fails = null
  await lines.last()
  expect([await lines.health(), disk.kept]).toEqual([UP, ['one']])
})

test('rule 31.10: so is one whose disk does not answer', async () => {
  const { lines, disk, clock } = watched()
  disk.fails = new Unavailable('The spool is read-only (EROFS).')
  await expect(lines.last()).rejects.toThrow('EROFS')
  disk.fails = null
  await lines.last() // what was the matter before is no reason now
  let answer = () => {}
  disk.answers = new Promise((resolve) => {
    answer = resolve
  })
  const waiting = lines.append(['one'])
  clock.seconds = 90
  expect(await lines.health()).toEqual(standing(90, 'its disk does not answer'))
  answer()
  await waiting
  expect(await lines.health()).toEqual(UP)
})

function watched() {
  const clock = { seconds: 0 }
  const disk = { kept: [] as string[], fails: null as Error | null, answers: Promise.resolve() }
  const once = async <Value>(value: () => Value) => {
    await disk.answers
    if (disk.fails) throw disk.fails
    return value()
  }
  const journal = {
    last: () => once(() => disk.kept.at(-1)),
    append: (lines: readonly string[]) => once(() => void disk.kept.push(...lines)),
    async *lines() {},
  }
  return { lines: new WatchedLines(journal, () => clock.seconds * 1000), disk, clock }
}
