/** A co-main access manager: appointed by the main one, and his first visit with what came by mail and SMS. */
import { expect } from 'vitest'
import { PASSWORD, type Told } from '../people.ts'
import { choose, fill, follow, goTo, heading, press, type Reachable, signInBy, status, type Walk } from './walk.ts'

export async function appointCoManager(walk: Walk, { email, mobilePhone }: Reachable): Promise<void> {
  const { page, words, name } = walk
  await goTo(walk, words.assistants)
  await walk.look(`${name}-assistants-alone`)
  await follow(walk, words.appoint)
  await choose(walk, words.role, words.coManager)
  await fill(walk, words.lastName, 'Krämer')
  await fill(walk, words.firstName, 'Karl')
  await fill(walk, words.email, email)
  await fill(walk, words.mobilePhone, mobilePhone)
  await walk.look(`${name}-assistant-new`)
  await press(walk, words.appoint)
  expect(await status(walk)).toBe(words.appointed)
  expect(await page.getByRole('row', { name: 'Krämer, Karl' }).first().textContent()).toContain(words.coManager)
  await walk.look(`${name}-assistants`)
}

/** The first password is good for nothing but choosing another one. */
export async function firstPassword(walk: Walk, mail: Told, sms: Told): Promise<void> {
  const { words, name } = walk
  const username = /^[a-z0-9._-]+$/m.exec(mail.text)?.[0] ?? ''
  const password = /: (\S+)\s*$/.exec(sms.text)?.[1] ?? ''
  await signInBy(walk, { username, password })
  expect(await heading(walk)).toBe(words.changePassword)
  await walk.look(`${name}-first-password`)
  await fill(walk, words.newPassword, PASSWORD)
  await fill(walk, words.passwordAgain, PASSWORD)
  await press(walk, words.changePassword)
  expect(await status(walk)).toBe(words.passwordChanged)
}
