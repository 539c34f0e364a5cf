import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Window } from '../portal/browser/open-browser.ts'
import { openConsoleWindow } from './browser.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'
import { type Scene, shownGateway, watchedScene } from './watched-scene.ts'

let rig: ConsoleRig
let scene: Scene
let url: string
beforeAll(async () => {
  rig = await consoleRig({ ground: { gateway: shownGateway() } })
  scene = await watchedScene(rig.database)
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

const PLACES = (): readonly (readonly [string, string])[] => [
  ['sessions', '/sessions'],
  ['sessions-none', '/sessions?q=nobody'],
  ['session-end', `/sessions/${scene.sessions[0]?.session}/end`],
  ['bans', '/bans'],
  ['ban-new', '/bans/new'],
  ['ban-lift', `/bans/${scene.banId}/lift`],
  ['senders', '/senders'],
  ['senders-none', '/senders?q=nobody'],
  ['sender', `/senders/${scene.bakery}`],
  ['sender-suspend', `/senders/${scene.bakery}/standing/sender/suspend`],
  ['certificates', '/certificates'],
  ['certificates-waiting', '/certificates?view=waiting'],
  ['certificate-decide', `/certificates/${scene.town}/${scene.waiting}`],
  ['keys', '/certificates?view=own'],
  ['configuration', '/configuration'],
]

test.each([
  ['wide', { locale: 'en-GB', width: 1280 }],
  ['narrow', { locale: 'nl-BE', width: 420, dark: true }],
] as const)('the pages of the doors can be read by everybody, %s', async (size, options) => {
  await using window = await openConsoleWindow(rig, url, { role: 'administrator', ...options })
  await speak(window, options.locale.slice(0, 2))
  for (const [name, path] of PLACES()) {
    await window.page.goto(`${url}${path}`)
    await window.look(`doors-${name}-${size}`)
    expect([name, await overflowOf(window.page)]).toEqual([name, 0])
  }
})

test('a ban of a network is refused and then confirmed, by keyboard', async () => {
  await using window = await openConsoleWindow(rig, url, { role: 'administrator', locale: 'de-BE' })
  await speak(window, 'de')
  const { page } = window
  await page.goto(`${url}/bans/new`)
  await page.getByLabel('Adressen', { exact: true }).fill('10.1.7.0/24')
  await page.getByLabel('Grund').fill('Leitung wird missbraucht')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('publilink').first().waitFor()
  await window.look('doors-ban-refused', { status: 409 })
  await page.getByLabel('Netze, die bewusst mitgesperrt werden').fill('publilink')
  await page.getByLabel('Grund').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Die Adressen sind gesperrt.').waitFor()
  expect(await page.getByRole('cell', { name: 'Leitung wird missbraucht' }).count()).toBe(1)
  await window.look('doors-banned')
})

/** Operators have a language of their own; the browser's counts for nothing then. */
async function speak({ page }: Window, language: string): Promise<void> {
  await page.goto(`${url}/?lang=${language}`)
}

async function overflowOf(page: Page): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
