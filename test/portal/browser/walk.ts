/** What people do in the portal, step by step, by the words that they read; each page is looked at once. */
import { expect } from 'vitest'
import type { Site } from '../../gateway/gateway.ts'
import { appCode, codeIn, linkIn, messagesOf, PASSWORD, type Told } from '../people.ts'
import type { Window } from './open-browser.ts'
import type { Words } from './words.ts'

export type Walk = Window & {
  readonly words: Words
  /** Before the names of screenshots. */
  readonly name: string
}

export type Known = { readonly username: string; readonly password: string }

export type Credentials = Known & {
  /** Of the app. */
  readonly secret: string
  readonly recoveryCodes: string[]
}

export async function activate(walk: Walk, mail: Told, sms: Told): Promise<Credentials> {
  const { page, words, name } = walk
  await page.goto(linkIn(mail))
  await walk.look(`${name}-activation-code`)
  await fill(walk, words.codeOfSms, codeIn(sms))
  await press(walk, words.next)
  await walk.look(`${name}-activation-password`)
  const username = (await page.locator('dd .id').first().textContent()) ?? ''
  await fill(walk, words.newPassword, PASSWORD)
  await fill(walk, words.passwordAgain, PASSWORD)
  await press(walk, words.next)
  await walk.look(`${name}-activation-app`)
  const secret = ((await page.locator('dd .id').first().textContent()) ?? '').replaceAll(' ', '')
  await fill(walk, words.code, appCode(secret))
  await press(walk, words.confirm)
  expect(await heading(walk)).toBe(words.activated)
  await walk.look(`${name}-activation-done`)
  const recoveryCodes = await page.locator('.codes .id').allTextContents()
  return { username, password: PASSWORD, secret, recoveryCodes }
}

/** With the password alone, as far as it leads. */
export async function signInBy(walk: Walk, { username, password }: Known): Promise<void> {
  const { page, words, name } = walk
  await page.goto('/sign-in')
  await walk.look(`${name}-sign-in`)
  await fill(walk, words.username, username)
  await fill(walk, words.password, password)
  await press(walk, words.signIn)
}

export async function signIn(walk: Walk, known: Known, code: string): Promise<void> {
  const { words, name } = walk
  await signInBy(walk, known)
  await walk.look(`${name}-sign-in-code`)
  await fill(walk, words.code, code)
  await press(walk, words.signIn)
}

export async function signOut(walk: Walk): Promise<void> {
  await press(walk, walk.words.signOut)
  expect(await heading(walk)).toBe(walk.words.signIn)
}

export async function fill({ page }: Walk, label: string, value: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(value)
}

export async function choose({ page }: Walk, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: option })
}

export async function follow({ page }: Walk, link: string): Promise<void> {
  await page.getByRole('link', { name: link, exact: true }).click()
}

/** By the menu of the frame, which is folded where there is little room. */
export async function goTo(walk: Walk, area: string): Promise<void> {
  const link = walk.page
    .getByRole('navigation', { name: walk.words.areas })
    .getByRole('link', { name: area, exact: true })
  if (!(await link.isVisible())) await press(walk, walk.words.menu)
  await link.click()
}

export async function press({ page }: Walk, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
}

export async function heading({ page }: Walk): Promise<string> {
  return (await page.getByRole('heading', { level: 1 }).innerText()).trim()
}

/** What the page says that was done. */
export async function status({ page }: Walk): Promise<string | null> {
  return page.getByRole('status').textContent()
}

/** Waits until the mail and the SMS to one person have left. */
export async function firstCodesTo(site: Site, { email, mobilePhone }: Reachable): Promise<[mail: Told, sms: Told]> {
  for (;;) {
    const told = await messagesOf(site)
    const mail = told.find(({ to }) => to === email)
    const sms = told.find(({ to }) => to === mobilePhone)
    if (mail && sms) return [mail, sms]
  }
}

export type Reachable = { readonly email: string; readonly mobilePhone: string }
