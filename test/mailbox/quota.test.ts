import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Quota, type Reservation } from '../../src/mailbox/quota.ts'
import { defaultSettings } from './rig.ts'

test('case N18: the database is asked once in five seconds, and again before somebody is turned away', async () => {
  const { quota, clock, asked } = start({ files: 3 })
  for (let upload = 0; upload < 3; upload++) await keep(quota)
  expect(asked()).toBe(1)
  clock.ms = 100
  expect([(await quota.reserve('a')).ok, asked()]).toEqual([false, 1])
  clock.ms = 300
  expect([(await quota.reserve('a')).ok, asked()]).toEqual([true, 2])
})

test('a count that takes long serves for longer, also before somebody is turned away', async () => {
  const roomy = start({})
  const full = start({ files: 1 })
  const askedAt = async ({ quota, clock, asked }: typeof full, ms: number) => {
    clock.ms = ms
    await quota.reserve('a')
    return asked()
  }
  for (const { countTakes, quota } of [roomy, full]) {
    countTakes(1000)
    await keep(quota)
  }
  expect([await askedAt(roomy, 50_000), await askedAt(roomy, 50_001)]).toEqual([1, 2])
  expect([await askedAt(full, 10_000), await askedAt(full, 10_001)]).toEqual([1, 2])
})

test('files that are taken while somebody counts are not forgotten', async () => {
  const { quota, clock, hold, stored } = start({ files: 2 })
  await keep(quota)
  stored.files = 1
  clock.ms = 6000
  const resume = hold()
  const during = quota.reserve('a')
  await keep(quota)
  resume()
  expect([(await during).ok, (await quota.reserve('a')).ok]).toEqual([false, false])
})

test('however many begin at once, a sender is counted once', async () => {
  const { quota, asked } = start({})
  await Promise.all(Array.from({ length: 10 }, () => quota.reserve('a')))
  expect(asked()).toBe(1)
})

test('there is room exactly up to the limits, in whatever order uploads begin, grow and end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(6), fc.nat(60)), { minLength: 20, maxLength: 60 }), async (steps) => {
      const { quota } = start({ files: 12, bytes: 80 })
      const kept = { files: 0, bytes: 0 }
      const open = new Map<number, { bytes: number; reservation: Reservation }>()
      const bytesOpen = () => [...open.values()].reduce((sum, { bytes }) => sum + bytes, kept.bytes)
      for (const [id, bytes] of steps) {
        const upload = open.get(id)
        if (!upload) {
          const reserved = await quota.reserve('a')
          expect(reserved.ok).toBe(kept.files + open.size < 12)
          if (reserved.ok) open.set(id, { bytes: 0, reservation: reserved.value })
        } else if (bytes > 30) {
          upload.reservation.end(true)
          open.delete(id)
          kept.files++
          kept.bytes += upload.bytes
        } else {
          const fits = bytesOpen() + bytes <= 80
          upload.bytes += bytes
          expect(await upload.reservation.grow(upload.bytes)).toEqual(fits ? null : expect.anything())
          if (fits) continue
          upload.reservation.end(false)
          open.delete(id)
        }
      }
    }),
  )
})

function start({ files = 100, bytes = 100 }: { files?: number; bytes?: number }) {
  const settings = defaultSettings()
  settings.limits.openFilesPerSender = files
  settings.limits.openBytesPerSender = bytes
  const clock = { ms: 0 }
  const stored = { files: 0, bytes: 0 }
  let asked = 0
  let tookMs = 0
  let held = Promise.resolve()
  const usageOf = async () => {
    asked++
    const counted = { ...stored }
    await held
    clock.ms += tookMs
    return counted
  }
  const hold = () => {
    let resume = () => {}
    held = new Promise((resolve) => {
      resume = resolve
    })
    return resume
  }
  const countTakes = (ms: number) => {
    tookMs = ms
  }
  const quota = new Quota({ settings, usageOf, ticks: () => clock.ms })
  return { quota, clock, stored, asked: () => asked, hold, countTakes }
}

async function keep(quota: Quota): Promise<void> {
  const reserved = await quota.reserve('a')
  if (!reserved.ok) throw new Error(reserved.problem.cause)
  reserved.value.end(true)
}
