import { expect, test } from 'vitest'
import type { Queues } from '../../src/queues/queues.ts'

export const FAST = { concurrency: 1, rate: 100_000 } as const

/** What both backends promise; `open` gives queues on a fresh server or database. */
export function queuesSuite(open: () => Promise<Queues>): void {
  test('a job is heard once, by its id alone', async () => {
    await using queues = await open()
    await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
    await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
    await queues.enqueue('DMFA', { id: 'd-2-DMFA-1', priority: 1 })
    const heard = hearing(2)
    await using _worker = queues.work('DMFA', FAST, heard.run)
    expect(await heard.all).toEqual(['d-1-DMFA-1', 'd-2-DMFA-1'])
    await gone(queues, 'DMFA')
    expect(heard.ids).toHaveLength(2)
  })

  test('lower priority numbers go first, equal ones in order of arrival', async () => {
    await using queues = await open()
    for (const [id, priority] of [
      ['d-a-X-1', 3],
      ['d-b-X-1', 1],
      ['d-c-X-1', 2],
      ['d-d-X-1', 1],
    ] as const)
      await queues.enqueue('X', { id, priority })
    const heard = hearing(4)
    await using _worker = queues.work('X', FAST, heard.run)
    expect(await heard.all).toEqual(['d-b-X-1', 'd-d-X-1', 'd-c-X-1', 'd-a-X-1'])
  })

  test('services do not hear each other', async () => {
    await using queues = await open()
    await queues.enqueue('A', { id: 'd-1-A-1', priority: 1 })
    await queues.enqueue('B', { id: 'd-1-B-1', priority: 1 })
    const heard = hearing(1)
    await using _worker = queues.work('B', FAST, heard.run)
    expect(await heard.all).toEqual(['d-1-B-1'])
    expect(await queues.counts('A')).toEqual({ waiting: 1, active: 0 })
  })

  test('a job whose run fails is gone all the same, and its id is free again (case Q7)', async () => {
    await using queues = await open()
    const heard = hearing(2)
    const run = async (id: string) => {
      await heard.run(id)
      throw new Error('boom')
    }
    await using _worker = queues.work('DMFA', FAST, run)
    await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
    await gone(queues, 'DMFA')
    await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
    expect(await heard.all).toEqual(['d-1-DMFA-1', 'd-1-DMFA-1'])
  })

  test('notWaiting tells which jobs are not in the queue', async () => {
    await using queues = await open()
    await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
    expect(await queues.notWaiting('DMFA', ['d-1-DMFA-1', 'd-2-DMFA-1'])).toEqual(['d-2-DMFA-1'])
    expect(await queues.notWaiting('DMFA', [])).toEqual([])
    const begun = deferred<void>()
    const finish = deferred<void>()
    await using _worker = queues.work('DMFA', FAST, async () => {
      begun.resolve()
      await finish.promise
    })
    await begun.promise
    expect(await queues.notWaiting('DMFA', ['d-1-DMFA-1'])).toEqual(['d-1-DMFA-1'])
    finish.resolve()
  })

  test('disposing a worker waits for the job that is under way', async () => {
    await using queues = await open()
    await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
    const events: string[] = []
    const begun = deferred<void>()
    const finish = deferred<void>()
    const worker = queues.work('DMFA', FAST, async () => {
      begun.resolve()
      await finish.promise
      events.push('job over')
    })
    await begun.promise
    const disposed = worker[Symbol.asyncDispose]().then(() => events.push('disposed'))
    finish.resolve()
    await disposed
    expect(events).toEqual(['job over', 'disposed'])
  })

  test('as many jobs run at once as a worker may, and no more', async () => {
    await using queues = await open()
    for (let job = 1; job <= 6; job += 1) await queues.enqueue('DMFA', { id: `d-${job}-DMFA-1`, priority: 1 })
    let running = 0
    let most = 0
    const three = deferred<void>()
    const heard = hearing(6)
    await using _worker = queues.work('DMFA', { concurrency: 3, rate: 100_000 }, async (id) => {
      running += 1
      most = Math.max(most, running)
      if (running === 3) three.resolve()
      await three.promise
      running -= 1
      await heard.run(id)
    })
    await heard.all
    expect(most).toBe(3)
  })

  test('all is well', async () => {
    await using queues = await open()
    expect((await queues.health()).problem).toBeNull()
  })
}

export function hearing(count: number) {
  const ids: string[] = []
  const all = deferred<string[]>()
  return {
    ids,
    all: all.promise,
    run: async (id: string) => {
      ids.push(id)
      if (ids.length === count) all.resolve([...ids])
    },
  }
}

/** A promise to be settled from outside. */
export function deferred<Value = void>() {
  let resolve!: (value: Value) => void
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Resolves when the service has no job left. */
export async function gone(queues: Queues, service: string): Promise<void> {
  for (;;) {
    const { waiting, active } = await queues.counts(service)
    if (waiting + active === 0) return
  }
}
