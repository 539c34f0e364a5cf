import { expect, test } from 'vitest'
import { openConsoleWindow } from './browser.ts'
import { consoleRig } from './rig.ts'

test('rule 21.15: a dashboard that nobody touches leads to the sign-in when its session has ended', async () => {
  await using rig = await consoleRig({ sets: ['console.live={beatSeconds: 0.05}'] })
  const url = await rig.listen()
  await using window = await openConsoleWindow(rig, url, { role: 'viewer', locale: 'en-GB', width: 1360 })
  const { page } = window
  await page.goto(`${url}/`)
  const sessions = rig.database.queries.updateTable('operator_session')
  await sessions.set({ seen_at: new Date(Date.now() - 31 * 60_000) }).execute()
  await page.waitForURL(/\/sign-in\?returnTo=/)
  expect(await page.textContent('main')).toContain('A session ends by itself after 30 minutes without use')
})
