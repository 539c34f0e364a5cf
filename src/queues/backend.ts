import type { Queue, Worker } from 'bullmq'

/** One of the two kinds of server that BullMQ runs on. */
export type QueueBackend = AsyncDisposable & {
  /** For those who add and ask: fails fast. */
  queue(name: string): Queue
  /** For those who wait for jobs: keeps trying. `run` gets a job's id. */
  worker(name: string, run: (jobId: string) => Promise<void>, options: WorkOptions): Worker
  /** Fails when nothing can be sent now: BullMQ would hold what it is given, and send it at some later time. */
  ready(): Promise<void>
  health(): Promise<QueueHealth>
}

export type WorkOptions = {
  readonly concurrency: number
  /** Jobs begun in so many milliseconds, over all processes. */
  readonly limiter: { readonly max: number; readonly duration: number }
}

/** One try a job, for retries belong to rows; nothing of a job that is over remains. */
export const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const

/**
 * A stalled job is never given up by BullMQ, which would forget it silently (case Q7); the lock outlives any pause of a healthy process.
 */
export const WORKER = { lockDuration: 60_000, stalledInterval: 30_000, maxStalledCount: 1_000_000 } as const

export type QueueHealth = {
  readonly backend: 'postgres' | 'redis'
  /** Null when all is well. */
  readonly problem: QueueProblem | null
}

/** Why deliveries wait or are in danger (cases Q1, Q5, Q14). Judging and answering go on meanwhile. */
export type QueueProblem = {
  readonly code: 'unreachable' | 'password' | 'eviction' | 'memory'
  readonly cause: string
  readonly remedy: string
}
