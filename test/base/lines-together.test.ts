import { expect, test } from 'vitest'
import { linesTogether } from '../../src/base/lines-together.ts'

test('lines of one turn go out in one write, in their order; those of the next turn in the next', async () => {
  const written: string[] = []
  const line = linesTogether({ write: (text: string) => written.push(text) > 0 })
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
  const line = linesTogether({ write: (text: string) => written.push(text) > 0 })
  const [onExit] = process.listeners('exit').filter((listener) => !before.includes(listener))
  line('last words\n')
  onExit?.call(process, 0)
  line('the very last\n')
  expect(written).toEqual(['last words\n', 'the very last\n'])
})

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
