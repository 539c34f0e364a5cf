import { expect, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { changesOf } from '../../../src/console/pages/watch/live.ts'
import { sharedPart } from '../../../src/console/watch/shared-part.ts'

/** A source that is answered by hand, and a clock that is turned by hand. */
function bench() {
  const asked: PromiseWithResolver[] = []
  const clock = { now: 0 }
  const read = () => {
    const answer = withResolver()
    asked.push(answer)
    return answer.promise
  }
  const part = sharedPart({ name: 'x', freshMilliseconds: 2000, read, now: () => new Date(clock.now), log: silentLog })
  return { asked, clock, part }
}

test('rule 24.4 whoever asks while a look is under way, or fresh, shares it', async () => {
  const { asked, clock, part } = bench()
  const all = [part(), part(), part()]
  asked[0]?.resolve('first')
  const first = { value: 'first', at: new Date(0), isStale: false }
  expect(await Promise.all(all)).toEqual([first, first, first])
  clock.now = 1999
  expect([await part(), asked.length]).toEqual([first, 1])
  clock.now = 2000
  const again = part()
  asked[1]?.resolve('second')
  expect([await again, asked.length]).toEqual([{ value: 'second', at: new Date(2000), isStale: false }, 2])
})

test('rule 24.4 a source that takes long is asked less often', async () => {
  const { asked, clock, part } = bench()
  const first = part()
  clock.now = 300
  asked[0]?.resolve('slow')
  await first
  clock.now = 5999
  await part()
  expect(asked.length).toBe(1)
  clock.now = 6000
  const second = part()
  asked[1]?.resolve('slow')
  await second
  expect(asked.length).toBe(2)
})

test('rule 24.5 a source that fails leaves what was read last, told as stale, and is asked again', async () => {
  const { asked, clock, part } = bench()
  const first = part()
  asked[0]?.resolve('known')
  await first
  clock.now = 2000
  const failing = part()
  asked[1]?.reject(new Error('gone'))
  expect(await failing).toEqual({ value: 'known', at: new Date(0), isStale: true })
  clock.now = 4000
  const again = part()
  asked[2]?.resolve('back')
  expect(await again).toEqual({ value: 'back', at: new Date(4000), isStale: false })
})

test('rule 24.5 what could never be read is null and stale', async () => {
  const { asked, part } = bench()
  const first = part()
  asked[0]?.reject(new Error('gone'))
  expect(await first).toEqual({ value: null, at: null, isStale: true })
})

test('a page hears of a change once, and nothing while nothing changes', async () => {
  const states = ['a', 'a', 'b', 'b', 'c']
  const ending = new AbortController()
  let looks = 0
  const part = async () => {
    const value = states[looks++] ?? 'c'
    if (looks > states.length + 2) ending.abort()
    return { value, at: new Date(0), isStale: false }
  }
  const heard: string[] = []
  for await (const name of changesOf('now', [part], ending.signal, 1)) heard.push(`${name} ${looks}`)
  expect(heard).toEqual(['now 3', 'now 5'])
})

type PromiseWithResolver = {
  readonly promise: Promise<string>
  readonly resolve: (value: string) => void
  readonly reject: (error: Error) => void
}

function withResolver(): PromiseWithResolver {
  let resolve: PromiseWithResolver['resolve'] = () => {}
  let reject: PromiseWithResolver['reject'] = () => {}
  const promise = new Promise<string>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
