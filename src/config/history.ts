import { z } from 'zod'
import { amount, bytes, count } from './kinds.ts'

const KiB = 1024

/** Settings of the console that say how much its plots and live parts may hold. */
export const history = {
  sampleHours: amount({ min: 2, max: 168 })
    .default(26)
    .describe('Hours for which the figures of each minute are kept, for the plots of the last hour and day.'),
  sampleDays: count({ min: 1, max: 400 })
    .default(31)
    .describe('Days for which the figures of each hour are kept, for the plots of the last month.'),
  tailEvents: count({ min: 10, max: 1000 })
    .default(200)
    .describe('Most events of a kind that the live tail shows of one look, which is taken every 2 seconds.'),
  live: z
    .strictObject({
      streams: count({ min: 1, max: 10_000 })
        .default(200)
        .describe('Most live parts of pages that are open at a process; further pages stand still.'),
      streamsPerOperator: count({ min: 1, max: 10_000 }).default(20).describe('The same of one operator.'),
      beatSeconds: amount({ min: 0.05, max: 60 })
        .default(4)
        .describe('Seconds after which it is looked again whether the operator of a live part may still see it.'),
      minutes: amount({ min: 0.01, max: 1440 })
        .default(15)
        .describe('Minutes after which a live part begins anew by itself.'),
      waitingBytes: bytes({ min: KiB, max: 16 * 1024 * KiB })
        .default(64 * KiB)
        .describe('Bytes that one browser has not read, above which it is told nothing more.'),
    })
    .prefault({})
    .describe('Parts of pages that follow what happens (server-sent events).'),
}
