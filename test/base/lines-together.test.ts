import { expect, test } from 'vitest'
import { linesTogether } from '../../src/base/lines-together.ts'

test('lines of one turn go out in one write, in their order; those of the next turn in the next', async () => {
  const written: string[] = []
  const line = linesTogether({ writableLength: 0, write: (text: string) => written.push(text) > 0 })
  line('one\n')
  line('two\n')
  expect(written).toEqual([])
  await nextTurn()
  line('three\n')
  await nextTurn()
  await nextTurn()
  expect(written).toEqual(['one\ntwo\n', 'three\n'])
})

test('what waits when the process exits goes out then', () => {
  const before = process.listeners('exit')
  const written: string[] = []
  const line = linesTogether({ writableLength: 0, write: (text: string) => written.push(text) > 0 })
  const [onExit] = process.listeners('exit').filter((listener) => !before.includes(listener))
  line('last words\n')
  onExit?.call(process, 0)
  line('the very last\n')
  expect(written).toEqual(['last words\n', 'the very last\n'])
})

test('case O7: where nobody reads no more than so much waits, and later it is told how many lines were lost', async () => {
  const written: string[] = []
  const output = { writableLength: 0, write: (text: string) => written.push(text) > 0 }
  const line = linesTogether(output, 100)
  for (const [word, writableLength] of [
    ['one', 99],
    ['two', 100],
    ['three', 250],
    ['four', 0],
    ['five', 0],
  ] as const) {
    output.writableLength = writableLength
    line(`${word}\n`)
    await nextTurn()
  }
  const [first, told = '', last] = written
  expect([first, told.split('\n').slice(1), last]).toEqual(['one\n', ['four', ''], 'five\n'])
  const { time: _, ...lost } = JSON.parse(told.split('\n')[0] ?? '')
  expect(lost).toEqual({ level: 40, lines: 2, event: 'log.linesLost' })
})

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
