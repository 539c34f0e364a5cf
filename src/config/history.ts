import { amount, count } from './kinds.ts'

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
}
