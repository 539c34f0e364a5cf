import { expect, onTestFinished, test, vi } from 'vitest'
import { repeat } from '../../src/services/repeat.ts'
import { deferred } from '../queues/suite.ts'

test('asked while a round is under way it does exactly one more, and all who asked wait for it', async () => {
  const rounds = [deferred(), deferred(), deferred()]
  let begun = 0
  const repeated = start(() => rounds[begun++]?.promise ?? Promise.resolve())
  const first = repeated.now()
  const others = [repeated.now(), repeated.now()]
  rounds[0]?.resolve()
  await first
  await vi.waitFor(() => expect(begun).toBe(2))
  rounds[1]?.resolve()
  await Promise.all(others)
  expect(begun).toBe(2)
})

test('a round that fails is told, and the next one is done all the same', async () => {
  const told: unknown[] = []
  let rounds = 0
  const work = async () => {
    rounds += 1
    throw new Error(`round ${rounds}`)
  }
  const repeated = start(work, (error) => told.push(error))
  await repeated.now()
  await repeated.now()
  expect(told).toEqual([new Error('round 1'), new Error('round 2')])
})

test('it goes on by itself', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let rounds = 0
  const repeated = start(async () => {
    rounds += 1
  })
  await vi.advanceTimersByTimeAsync(3500)
  expect(rounds).toBe(3)
  await repeated.stop()
  await vi.advanceTimersByTimeAsync(3500)
  expect(rounds).toBe(3)
})

test('stopping waits for the round that is under way and begins none', async () => {
  const round = deferred()
  const events: string[] = []
  const repeated = start(async () => {
    await round.promise
    events.push('round')
  })
  void repeated.now()
  const stopped = repeated.stop().then(() => events.push('stopped'))
  round.resolve()
  await stopped
  await repeated.now()
  expect(events).toEqual(['round', 'stopped'])
})

function start(work: () => Promise<void>, tell: (error: unknown) => void = () => {}) {
  const repeated = repeat(work, 1000, tell)
  onTestFinished(() => repeated.stop())
  return repeated
}
