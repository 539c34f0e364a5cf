import { expect, test } from 'vitest'
import { Together } from '../../src/base/together.ts'

test('who comes while a commit is under way goes together with all others who came', async () => {
  const { commits, group, finish } = gated()
  const outcomes = ['a', 'b', 'c'].map((item) => group.add(item))
  expect(commits).toEqual([['a']])
  finish()
  await outcomes[0]
  await tick()
  expect(commits).toEqual([['a'], ['b', 'c']])
  finish()
  expect(await Promise.all(outcomes)).toEqual(['A', 'B', 'C'])
})

test('items of one key go one after the other, in their order', async () => {
  const { commits, group, finish } = gated()
  const outcomes = ['first', 'x1', 'x2', 'y', 'x3'].map((item) => group.add(item))
  for (const _ of [1, 2, 3, 4]) {
    finish()
    await tick()
  }
  await Promise.all(outcomes)
  expect(commits).toEqual([['first'], ['x1', 'y'], ['x2'], ['x3']])
})

test('at most a hundred go together', async () => {
  const { commits, group, finish } = gated()
  const outcomes = Array.from({ length: 251 }, (_, index) => group.add(`${index} `))
  for (const _ of [1, 2, 3, 4]) {
    finish()
    await tick()
  }
  await Promise.all(outcomes)
  expect(commits.map((items) => items.length)).toEqual([1, 100, 100, 50])
})

test('a failed commit fails those who were part of it, and nobody else', async () => {
  const { group, finish, fail } = gated()
  const outcomes = Promise.allSettled(['a', 'b'].map((item) => group.add(item)))
  fail(new Error('the database is away'))
  await tick()
  finish()
  expect(
    (await outcomes).map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message)),
  ).toEqual(['the database is away', 'B'])
})

test('a go that does not end holds up its own items alone', async () => {
  const group = new Together<string, string>(
    (items) => (items.includes('stuck') ? new Promise(() => {}) : Promise.resolve((item) => item.toUpperCase())),
    { patienceMilliseconds: 1 },
  )
  void group.add('stuck')
  expect(await Promise.all([group.add('a'), group.add('b')])).toEqual(['A', 'B'])
})

test('items of its key wait for it, however long it takes', async () => {
  let end = () => {}
  const gos: (readonly string[])[] = []
  const group = new Together<string, string>(
    async (items) => {
      gos.push(items)
      if (items.includes('x1')) await new Promise<void>((resolve) => (end = resolve))
      return (item) => item.toUpperCase()
    },
    { keyOf: ([first = '']) => first, patienceMilliseconds: 1 },
  )
  const ofKey = [group.add('x1'), group.add('x2'), group.add('x3')]
  expect(await group.add('a')).toBe('A')
  expect(await group.add('b')).toBe('B')
  end()
  expect([await Promise.all(ofKey), gos]).toEqual([
    ['X1', 'X2', 'X3'],
    [['x1'], ['a'], ['b'], ['x2'], ['x3']],
  ])
})

/** Commits that end when they are told to; items of one first letter that is x share a key. */
function gated() {
  const commits: string[][] = []
  let end: { finish: () => void; fail: (error: Error) => void } | null = null
  const group = new Together<string, string>(
    (items) => {
      commits.push([...items])
      return new Promise((resolve, reject) => {
        end = { finish: () => resolve((item) => item.toUpperCase()), fail: reject }
      })
    },
    { keyOf: (item) => (item.startsWith('x') ? 'x' : item) },
  )
  return { commits, group, finish: () => end?.finish(), fail: (error: Error) => end?.fail(error) }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
