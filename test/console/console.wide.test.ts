/** The first visit of an operator in a real browser, in two languages, and every page of the frame, looked at by axe. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appCode, PASSWORD } from '../portal/people.ts'
import { openConsoleWindow } from './browser.ts'
import { forgetSteps, invited } from './enrolled.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

let rig: ConsoleRig
let url: string
beforeAll(async () => {
  rig = await consoleRig()
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

const WORDS = {
  de: { next: 'Weiter', password: 'Neues Kennwort', again: 'Neues Kennwort bestätigen', code: 'Code aus Ihrer App' },
  fr: {
    ...{ next: 'Continuer', password: 'Nouveau mot de passe', again: 'Confirmer le nouveau mot de passe' },
    code: 'Code de votre application',
  },
} as const
const SIGNING = {
  de: { finish: 'Fertig, anmelden', out: 'Abmelden', in: 'Anmelden', name: 'Name', password: 'Kennwort' },
  fr: {
    ...{ finish: 'Terminer et se connecter', out: 'Se déconnecter', in: 'Se connecter' },
    ...{ name: 'Nom', password: 'Mot de passe' },
  },
} as const

test.each([
  ['de', { locale: 'de-BE' }],
  ['fr', { locale: 'fr-BE', width: 420, dark: true }],
] as const)('an operator signs in for the first time, out, and in again (%s)', async (language, options) => {
  const [words, signing] = [WORDS[language], SIGNING[language]]
  const name = `op-${language}`
  const code = await invited(rig, name)
  await using window = await openConsoleWindow(rig, url, options)
  const { page } = window
  const look = (what: string) => window.look(`console-${what}-${language}`)
  await page.goto(`/first-sign-in?code=${code}`)
  await look('first-sign-in')
  await page.getByRole('button', { name: words.next }).click()
  const secret = ((await page.locator('dd .id').textContent()) ?? '').replaceAll(' ', '')
  await look('enrol')
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD)
  await page.getByLabel(words.again).fill(PASSWORD)
  await page.getByLabel(words.code).fill(appCode(secret))
  await page.getByRole('button', { name: signing.finish }).click()
  expect(new URL(page.url()).pathname).toBe('/')
  await look('overview')
  await page.getByRole('button', { name: signing.out }).click()
  await look('signed-out')
  await forgetSteps(rig)
  await page.getByLabel(signing.name, { exact: true }).fill(name)
  await page.getByLabel(signing.password, { exact: true }).fill(PASSWORD)
  await page.getByLabel(words.code).fill(appCode(secret))
  await page.getByRole('button', { name: signing.in, exact: true }).click()
  expect(new URL(page.url()).pathname).toBe('/')
})

test.each([
  ['wide', { locale: 'en-GB', width: 1280 }],
  ['narrow', { locale: 'nl-BE', width: 420, dark: true }],
] as const)('the pages of an administrator can be read by everybody, %s', async (size, options) => {
  await using window = await openConsoleWindow(rig, url, { ...options, role: 'administrator' })
  for (const [name, path] of [
    ['overview', '/'],
    ['operators', '/operators'],
    ['operator', '/operators/viewer-1'],
    ['operator-new', '/operators/new'],
    ['profile', '/profile'],
    ['password', '/profile/password'],
    ['app', '/profile/code-app'],
    ['help', '/help'],
  ] as const) {
    await window.page.goto(path)
    await window.look(`console-${name}-${size}`)
    const overflow = await window.page.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect([name, overflow]).toEqual([name, 0])
  }
})

test('keys lead to the search box and to pages, and type what they say in a field', async () => {
  await using window = await openConsoleWindow(rig, url, { locale: 'en-GB', role: 'viewer' })
  const { page } = window
  await page.goto('/profile')
  await page.keyboard.press('?')
  await page.waitForURL('**/help')
  await page.keyboard.press('/')
  await page.keyboard.type('g?')
  expect(await page.getByLabel('Search submissions').inputValue()).toBe('g?')
  await page.locator('main').focus()
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.waitForURL('**/profile')
})
