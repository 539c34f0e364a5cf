import type { Queues } from '../../src/queues/queues.ts'

/** A queue that is run by hand and may be wiped. */
export type HandQueues = Queues & {
  /** Takes the job that is first, and runs it; null when there is none. */
  next(): (() => Promise<void>) | null
  wipe(): void
}

export function handQueues(): HandQueues {
  const jobs = new Map<string, number>()
  let run: (jobId: string) => Promise<void> = async () => {}
  return {
    async enqueue(_service, ...more) {
      for (const { id, priority } of more) jobs.set(id, priority)
    },
    work(_service, _settings, perform) {
      run = perform
      return { async [Symbol.asyncDispose]() {} }
    },
    notWaiting: async (_service, ids) => ids.filter((id) => !jobs.has(id)),
    counts: async () => ({ waiting: jobs.size, active: 0 }),
    health: async () => ({ state: 'ready' }) as never,
    next() {
      const [first] = [...jobs].sort(([, one], [, other]) => one - other)
      if (!first) return null
      jobs.delete(first[0])
      return () => run(first[0])
    },
    wipe: () => jobs.clear(),
    async [Symbol.asyncDispose]() {},
  }
}
