import { expect, test } from 'vitest'
import { createLog, silentLog } from '../../src/base/log.ts'
import { openLanes } from '../../src/pipeline/lanes.ts'

const HOUR = 3600

test('work that was rung for is done, each piece once, and never more at a time than there are lanes', async () => {
  const backlog = Array.from({ length: 25 }, (_, index) => index)
  const done: number[] = []
  let atOnce = 0
  let most = 0
  await using lanes = openLanes(
    {
      take: async (count) => backlog.splice(0, count),
      perform: async (piece: number) => {
        most = Math.max(most, ++atOnce)
        await new Promise(setImmediate)
        atOnce--
        done.push(piece)
      },
    },
    { count: 3, pollSeconds: () => HOUR, patienceSeconds: () => HOUR, log: silentLog },
  )
  await lanes.idle()
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index))
  expect(most).toBe(3)
})

test('a ring during a look is not lost, though the clock is far away', async () => {
  const backlog: string[] = []
  const done: string[] = []
  let looks = 0
  await using lanes = openLanes(
    {
      take: async (count) => {
        if (++looks === 2) {
          backlog.push('late')
          lanes.ring()
        }
        return looks === 2 ? [] : backlog.splice(0, count)
      },
      perform: async (piece: string) => void done.push(piece),
    },
    { count: 1, pollSeconds: () => HOUR, patienceSeconds: () => HOUR, log: silentLog },
  )
  await lanes.idle()
  await lanes.idle()
  await lanes.idle()
  expect(done).toEqual(['late'])
})

test('a look that fails is told and looked again at the next tick', async () => {
  const lines: string[] = []
  const done: string[] = []
  let looks = 0
  const { promise: performed, resolve } = deferred()
  await using _lanes = openLanes(
    {
      take: async () => {
        looks++
        if (looks === 1) throw new Error('the database is away')
        return looks === 2 ? ['piece'] : []
      },
      perform: async (piece: string) => {
        done.push(piece)
        resolve()
      },
    },
    {
      count: 1,
      pollSeconds: () => 0.001,
      patienceSeconds: () => HOUR,
      log: createLog('info', (line) => lines.push(line)),
    },
  )
  await performed
  expect(done).toEqual(['piece'])
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['pipeline.lookFailed'])
})

test('closing waits for what is under way and takes nothing more', async () => {
  const { promise: gate, resolve: open } = deferred()
  const { promise: begun, resolve: begin } = deferred()
  let taken = 0
  let finished = false
  const lanes = openLanes(
    {
      take: async () => (taken++ === 0 ? ['piece'] : ['another']),
      perform: async () => {
        begin()
        await gate
        finished = true
      },
    },
    { count: 1, pollSeconds: () => HOUR, patienceSeconds: () => HOUR, log: silentLog },
  )
  await begun
  const closing = lanes[Symbol.asyncDispose]()
  open()
  await closing
  expect({ finished, taken }).toEqual({ finished: true, taken: 1 })
})

test('closing does not wait for ever for a piece that never ends (case D12)', async () => {
  const lines: string[] = []
  const { promise: begun, resolve: begin } = deferred()
  const lanes = openLanes(
    {
      take: async () => ['piece'],
      perform: async () => {
        begin()
        await new Promise(() => {})
      },
    },
    {
      count: 1,
      pollSeconds: () => HOUR,
      patienceSeconds: () => 0.01,
      log: createLog('info', (line) => lines.push(line)),
    },
  )
  await begun
  await lanes[Symbol.asyncDispose]()
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ event: 'pipeline.leftUnderWay', pieces: 1 }])
})

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
