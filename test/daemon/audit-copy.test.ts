import { expect, test, vi } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { keepAuditCopy } from '../../src/daemon/audit-copy.ts'

type Keeping = Parameters<typeof keepAuditCopy>[0]

test.each([
  [true, [400, 400]],
  [false, []],
])('rule 32.4: days of the audit leave its copy only while the clock is right: %s', async (mayEnd, forgotten) => {
  vi.useFakeTimers()
  const asked: number[] = []
  const keeping = {
    copy: { goOn: async () => 0 },
    journal: { forget: async (days: number) => void asked.push(days) },
    ...{ database: {}, log: silentLog, time: { mayEnd: async () => mayEnd } },
    live: { current: () => ({ retention: { auditCopyDays: 400 } }) },
  } as unknown as Keeping
  try {
    await using _kept = keepAuditCopy(keeping)
    await vi.advanceTimersByTimeAsync(2 * 3_600_000 - 1000)
  } finally {
    vi.useRealTimers()
  }
  expect(asked).toEqual(forgotten)
})
