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
  const usageOf = async () => {
    asked++
    return { ...stored }
  }
  return { quota: new Quota({ settings, usageOf, ticks: () => clock.ms }), clock, stored, asked: () => asked }
}

async function keep(quota: Quota): Promise<void> {
  const reserved = await quota.reserve('a')
  if (!reserved.ok) throw new Error(reserved.problem.cause)
  reserved.value.end(true)
}
