import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { createMetrics } from '../../src/base/metrics.ts'

test('rule 27.5: what cannot be read now takes no other figure along', async () => {
  const metrics = createMetrics()
  const [away, there] = [metrics.gauge('away', 'Away.'), metrics.gauge('there', 'There.')]
  metrics.beforeScrape(async () => Promise.reject(new Unavailable('no database')))
  metrics.beforeScrape(async () => there(7))
  away(3)
  expect((await metrics.text()).match(/^(?:away|there) .*$/gm)).toEqual(['away 3', 'there 7'])
})
