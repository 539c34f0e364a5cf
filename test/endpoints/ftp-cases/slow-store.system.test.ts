/** Whose fault it is that a transfer is slow (case F21). */
import { expect, test } from 'vitest'
import { memoryFiles } from '../support/memory-files.ts'
import { visit } from './raw-client.ts'
import { startFtp, until } from './rig.ts'

const CONTENT = Buffer.alloc(1024 * 1024, 'x')
const LIMITS = { inFlightBytes: 64 * 1024, minimumRate: 64, minimumRateSeconds: 60, watchSeconds: 0.01 }

test('case F21: an upload that the store holds back is not the client’s fault, however long it takes', async () => {
  const { hold, files } = heldFiles()
  const clock = { now: Date.parse('2026-11-27T12:00:00Z') }
  let looks = 0
  await using scene = await startFtp({
    files: () => files,
    limits: { ...LIMITS, idleSeconds: 1e6 },
    now: () => new Date(clock.now),
    stillHolds: async () => ++looks > 0,
  })
  await using client = await visit(scene.port)
  await client.logIn()
  const { stream } = await client.transfer('STOR one')
  stream.end(CONTENT)
  await until(() => hold.isWaiting)
  clock.now += 3_600_000
  const seen = looks
  await until(() => looks > seen + 3)
  hold.release()
  expect(await client.code()).toBe('226')
  expect(files.contents.get('/one')).toEqual(CONTENT)
})

test('case F21: a client that sends nothing for so long is ended, and nothing is kept', async () => {
  const files = memoryFiles()
  const clock = { now: Date.parse('2026-11-27T12:00:00Z') }
  await using scene = await startFtp({ files: () => files, limits: LIMITS, now: () => new Date(clock.now) })
  await using client = await visit(scene.port)
  await client.logIn()
  const { stream } = await client.transfer('STOR one')
  stream.write('x')
  clock.now += 61_000
  expect(await client.reply()).toMatch(/^426 SLU-PARTIAL: The transfer was too slow/)
  expect(await client.codeOf('NOOP')).toBe('200')
  expect(files.contents.has('/one')).toBe(false)
})

/** The store answers no write before it is told to. */
function heldFiles() {
  const hold = { isWaiting: false, release: () => {} }
  const released = new Promise<void>((resolve) => {
    hold.release = resolve
  })
  const files = memoryFiles({
    onWrite: async () => {
      hold.isWaiting = true
      await released
    },
  })
  return { hold, files }
}
