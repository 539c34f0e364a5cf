/** What the watching routes of the API answer with. */
import { z } from 'zod'
import { HAPPENING_KINDS } from '../../ledger/watch/happenings.ts'
import { HISTORY_SPANS } from '../../ledger/watch/history-steps.ts'

const environment = z.enum(['R', 'T', 'S'])
const count = z.number().int()
const moment = z.iso.datetime()
const source = z.object({
  at: moment.optional().describe('When it was read.'),
  isStale: z.boolean().describe('Its source does not answer now; what is told is from an earlier look.'),
})

const queue = z.object({
  ...{
    service: z.string(),
    environment,
    waiting: count,
    active: count,
    retrying: count,
    inDoubt: count,
    parked: count,
  },
  oldestSince: moment.optional().describe('Of those that are neither parked nor over.'),
  perMinute: z.number().optional().describe('Handed over a minute, over the last five; absent when nobody counted.'),
  state: z
    .enum(['open', 'paused', 'heldBack', 'trial'])
    .describe('`heldBack`: the target fails; `trial`: one is let through to see.'),
})
export const queues = z.object({ ...source.shape, queues: z.array(queue) })
const need = z.looseObject({ kind: z.string().describe('What it is; the other members depend on it.') })
export const dashboard = z.object({
  ...source.shape,
  needs: z.array(need).describe('What needs a person, worst first.'),
  queues: z.array(queue),
  verdicts: z.object({ judged: count, accepted: count, codes: z.array(z.object({ code: count, sets: count })) }),
  imbalance: count.optional().describe('Accepted files that are nowhere; absent before the first count.'),
})
export const span = z.strictObject({ span: z.enum(HISTORY_SPANS).default('hour') })
const point = z.number().optional().describe('Absent where nobody knows.')
export const service = z.object({
  ...{ code: z.string(), label: z.string(), environments: z.array(environment), target: z.string() },
  ...{ rate: z.number(), concurrency: count, queues: z.array(queue) },
  paused: z.object({ since: moment, actor: z.string(), reason: z.string() }).optional(),
  earliestSeconds: count
    .optional()
    .describe('Until everything that waits is handed over; left out when that is not known.'),
  latestSeconds: count.optional(),
  senders: z.array(z.object({ sender: z.string(), waiting: count, oldestSince: moment, place: count })),
  course: z.array(
    z.object({
      environment,
      steps: z.array(z.object({ at: moment, waiting: point, oldestSeconds: point, handedOver: point })),
    }),
  ),
})

const happening = z.object({
  ...{ at: moment, kind: z.enum(HAPPENING_KINDS), event: z.string(), detail: z.string() },
  ...{ submissionId: z.string().optional(), sender: z.string().optional(), service: z.string().optional() },
  environment: environment.optional(),
})

export const tail = z.object({ ...source.shape, events: z.array(happening) })
export const tailQuery = z.strictObject({
  sender: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  service: z
    .string()
    .regex(/^[A-Z0-9]{1,4}$/)
    .optional(),
  kind: z.enum(HAPPENING_KINDS).optional(),
})

const dependencyState = z.enum(['up', 'degraded', 'down'])
export const health = z.object({
  ...source.shape,
  processes: z.array(
    z.object({
      ...{ node: z.string(), pid: count, version: z.string(), roles: z.array(z.string()), seenAt: moment },
      dependencies: z.array(z.object({ name: z.string(), state: dependencyState, detail: z.string() })),
    }),
  ),
  books: z.object({ at: moment, imbalance: count, places: z.record(z.string(), count) }).optional(),
  selfTests: z.array(z.object({ channel: z.string(), lastGreenAt: moment.optional(), error: z.string().optional() })),
})
