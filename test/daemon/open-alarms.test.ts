import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { ok } from '../../src/base/result.ts'
import type { LiveConfig } from '../../src/config/live.ts'
import { startAlarms } from '../../src/daemon/open-alarms.ts'
import type { Database } from '../../src/database/database.ts'
import type { Message, Send } from '../../src/notices/message.ts'
import { BOX } from '../notices/fixtures.ts'

const ALARMS = {
  ...{ mail: ['night@example.org'], webhook: { url: 'https://night.example', tokenFile: '' }, language: 'en' },
  ...{ everySeconds: 0.01, afterSeconds: 30, repeatHours: 12, messagesPerHour: 20 },
}
const READS = { readsPerHour: 20, mostReadsPerHour: 200 }

test('rule 27.6: a database that is away is told once, by every way, without the database', async () => {
  const sent: Pick<Message, 'medium' | 'to' | 'text'>[] = []
  let heard = () => {}
  const both = new Promise<void>((resolve) => {
    heard = () => void (sent.length === 2 && resolve())
  })
  const send: Send = async ({ medium, to, text }) => {
    sent.push({ medium, to, text })
    heard()
    return ok(undefined)
  }
  let seconds = 0
  let looks = 0
  const enough = new Promise<void>((resolve) => {
    const away: ProxyHandler<object> = {
      get: () => () => {
        looks += 1
        if (looks === 12) resolve()
        throw new Unavailable('the database does not answer')
      },
    }
    const database = { queries: new Proxy({}, away), transaction: async () => [] } as unknown as Database
    const live = {
      current: () => ({ alarms: ALARMS, operators: READS, certs: { dir: '/nowhere' } }),
    } as unknown as LiveConfig
    const now = () => {
      seconds += 10
      return new Date(seconds * 1000)
    }
    const sending = () => ({ ways: { mail: send, sms: send, webhook: send }, attemptsMax: 1, sendSeconds: 5 })
    started = startAlarms({ live, log: silentLog, now, database, box: BOX, books: () => null, sending })
  })
  await Promise.all([both, enough])
  await started?.[Symbol.asyncDispose]()
  expect(sent.map(({ medium, to }) => `${medium} ${to}`)).toEqual(['mail night@example.org', 'webhook webhook'])
  expect(sent[0]?.text).toContain('database is away: the database does not answer')
})

let started: AsyncDisposable | undefined
