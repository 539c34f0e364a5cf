/** From the sign-in to a sender number over SFTP without a mouse, and where the focus is after each step and each error. */
import { expect } from 'vitest'
import { appCode } from '../people.ts'
import { chooseFile, enter, focused, pressed, tabTo, typeInto, watchForFiles } from './keyboard.ts'
import type { Proofs } from './reports.ts'
import type { Credentials, Walk } from './walk.ts'

const NARROW = { width: 420, height: 900 }
/** At the top, where Tab leads to the way past the frame. */
const TOP = { kind: 'body' }
const ERROR = { kind: 'alert' }
const STEP = { kind: 'h2', id: 'step' }

export async function signInByKeyboard(walk: Walk, { username, password, secret }: Credentials): Promise<void> {
  const { page, words } = walk
  await page.goto('/sign-in')
  await tabTo(page, words.skip)
  await page.keyboard.press('Enter')
  expect(await focused(page)).toMatchObject({ kind: 'main' })
  await typeInto(page, words.username, username)
  await typeInto(page, words.password, 'wrong')
  await pressed(page, 'Enter')
  expect(await focused(page)).toMatchObject(ERROR)
  await walk.look(`${walk.name}-sign-in-error`, { status: 403 })
  await typeInto(page, words.password, password)
  await enter(page, words.signIn)
  expect(await focused(page)).toMatchObject({ name: words.code })
  await page.keyboard.insertText(appCode(secret, 1))
  await pressed(page, 'Enter')
  expect(await focused(page)).toMatchObject(TOP)
}

/** By the menu, which is folded where it is narrow, to the end of the wizard; resolves with the sender number. */
export async function setUpByKeyboard(walk: Walk, proofs: Proofs): Promise<string> {
  const { page, words } = walk
  await page.setViewportSize(NARROW)
  await enter(page, words.users)
  await tabTo(page, words.skip)
  await tabTo(page, words.menu)
  await page.keyboard.press('Enter')
  await enter(page, words.reports)
  await enter(page, words.saveConfiguration)
  await enter(page, words.beginSetup)
  await technicalUser(walk)
  await channel(walk)
  await certificate(walk, proofs)
  await tabTo(page, /^DMFA/)
  await page.keyboard.press('Space')
  await enter(page, words.next)
  expect(await focused(page)).toMatchObject(STEP)
  await enter(page, words.confirmSetup)
  expect(await focused(page)).toMatchObject({ kind: 'h1', name: words.setUp })
  return await page.locator('#sender-number').inputValue()
}

async function technicalUser(walk: Walk): Promise<void> {
  const { page, words, name } = walk
  expect(await focused(page)).toMatchObject(STEP)
  await enter(page, words.next)
  expect(await focused(page)).toMatchObject(ERROR)
  await walk.look(`${name}-step-error`, { status: 400 })
  await tabTo(page, words.lastName)
  await page.keyboard.press('Enter')
  expect(await focused(page)).toMatchObject({ kind: 'input', id: 'lastName' })
  await page.keyboard.insertText('Dubois')
  await typeInto(page, words.firstName, 'Luc')
  await typeInto(page, words.email, 'luc@example.be')
  await typeInto(page, words.phone, '+3287550100')
  await pressed(page, 'Enter')
  expect(await focused(page)).toMatchObject(STEP)
}

async function channel({ page, words }: Walk): Promise<void> {
  await tabTo(page, 'SFTP')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toMatchObject({ name: 'SFTP' })
  await enter(page, words.next)
  expect(await focused(page)).toMatchObject(STEP)
}

async function certificate(walk: Walk, { certificate: file, publicKey }: Proofs): Promise<void> {
  const { page, words } = walk
  watchForFiles(page)
  await tabTo(page, words.certificateFile)
  await chooseFile(page, { name: 'scan.pdf', mimeType: 'application/pdf', buffer: LARGE })
  expect(await page.getByRole('alert').textContent()).toBe(words.certificateTooLarge)
  await tabTo(page, words.next)
  await page.keyboard.press('Enter')
  expect(await focused(page)).toMatchObject({ kind: 'input', name: words.certificateFile })
  await walk.look(`${walk.name}-file-too-large`)
  await tabTo(page, words.label)
  await tabTo(page, words.certificateFile, { back: true })
  await chooseFile(page, file)
  await typeInto(page, words.sshKey, publicKey)
  await enter(page, words.next)
  expect(await focused(page)).toMatchObject(STEP)
}

const LARGE = Buffer.alloc(1_000_000)
