/** How failed proofs slow down further ones. */
import { z } from 'zod'
import { amount, count } from './kinds.ts'

const DAY_SECONDS = 86_400

const waits = (first: number, longest: number) => ({
  lockSeconds: amount({ min: 0.1, max: DAY_SECONDS })
    .default(first)
    .describe('Seconds of the first wait; doubled by every further failure.'),
  lockSecondsMax: amount({ min: 0.1, max: DAY_SECONDS }).default(longest).describe('The longest wait, in seconds.'),
})
const addressMinutes = amount({ min: 0.1, max: 1440 })
  .default(10)
  .describe('Minutes over which failures of an address are counted.')

export const loginFailures = z.strictObject({
  perSession: count({ min: 1, max: 100 }).default(6).describe('Failed attempts after which a connection is ended.'),
  perAccount: count({ min: 1, max: 1000 }).default(5).describe('Failures of one account after which it has to wait.'),
  ...waits(60, 1800),
  perAddress: count({ min: 1, max: 100_000 })
    .default(30)
    .describe('Failures from one address outside the configured networks after which it has to wait.'),
  addressMinutes,
})

export const serviceFailures = z.strictObject({
  perService: count({ min: 1, max: 1000 })
    .default(10)
    .describe('Failures of one online service from one address after which it has to wait there, and nowhere else.'),
  ...waits(10, 300),
  perAddress: count({ min: 1, max: 100_000 })
    .default(60)
    .describe('Failures from one address, whatever service it names, after which it has to wait.'),
  addressMinutes,
})
