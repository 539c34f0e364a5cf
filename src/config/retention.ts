import { z } from 'zod'
import { amount, count, flag } from './kinds.ts'

/** What is kept, and when it leaves. */
export const retention = z.strictObject({
  outNoticeDays: z
    .array(amount({ min: 0.0001, max: 3660 }))
    .max(10)
    .default([14, 3])
    .describe(
      'Days before an answer that nobody has read leaves its OUT folder at which its enterprise is told; those that are longer than `limits.outDays` do not count.',
    ),
  archiveDays: amount({ min: 1, max: 36_525 })
    .default(3653)
    .describe('Days after the end of a submission for which the contents of its files and answers are kept.'),
  auditCopyDays: count({ min: 1, max: 36_525 })
    .default(60)
    .describe(
      'Days for which the copy of the audit beside the database is kept; longer than the oldest backup is old.',
    ),
  unreferencedHours: amount({ min: 1, max: 8784 })
    .default(36)
    .describe('Hours that a content which nothing needs has been on the disk before it is marked.'),
  sweepHours: amount({ min: 1, max: 8784 })
    .default(24)
    .describe(
      'Hours that it stays marked before it is removed; no upload may take longer from its last byte to its reply.',
    ),
  collect: flag
    .default(true)
    .describe('Off: nothing is removed from the disk, as after a backup of the database alone was restored.'),
  clockHoldHours: amount({ min: 0, max: 8784 })
    .default(24)
    .describe(
      "Hours for which nothing leaves and no set without its GO expires after the database's clock stepped by more than `alarms.clockSeconds`.",
    ),
  everySeconds: amount({ min: 1, max: 86_400 }).default(60).describe('Seconds between two looks for what may leave.'),
  itemsPerLook: count({ min: 10, max: 1_000_000 })
    .default(5000)
    .describe('Most submissions, answers or contents that one look goes through; the next one goes on behind them.'),
})

/** The gateway's own sender, which tries each endpoint. */
export const selfTest = z.strictObject({
  enabled: flag
    .default(false)
    .describe(
      'Send a signed set in simulation through SFTP, FTPS and the web service, again and again, and say when it last went well.',
    ),
  everySeconds: amount({ min: 5, max: 86_400 }).default(60).describe('Seconds from one round to the next.'),
  answerSeconds: amount({ min: 1, max: 3600 })
    .default(30)
    .describe('Seconds that a set may take until it is answered.'),
})
