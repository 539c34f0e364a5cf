import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsoleWindow } from './browser.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'
import { placeBusyDay, watchOver } from './watched-gateway.ts'

let rig: ConsoleRig
let url: string
beforeAll(async () => {
  rig = await consoleRig()
  await placeBusyDay(rig.database.queries)
  Object.assign(rig.ground, { watch: watchOver(rig.ground) })
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

const PAGES = [
  ['dashboard', '/'],
  ['queues', '/queues'],
  ['service', '/services/DMFA'],
  ['service-held-back', '/services/WECH'],
  ['try-again', '/services/WECH/R/try-again'],
  ['sessions-course', '/sessions'],
  ['health', '/health'],
  ['tail', '/tail'],
] as const

test.each([
  ['light', 'en', { locale: 'en-GB', width: 1360 }],
  ['dark', 'fr', { locale: 'fr-BE', width: 420, dark: true }],
] as const)('the pages of who watches can be read by everybody, %s', async (look, language, options) => {
  await using window = await openConsoleWindow(rig, url, { role: 'operator', ...options })
  const { page } = window
  for (const [name, path] of PAGES) {
    await page.goto(`${path}?lang=${language}`)
    await window.look(`${name}-${look}`)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect([name, overflow]).toEqual([name, 0])
  }
})
