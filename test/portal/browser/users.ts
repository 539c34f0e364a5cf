/** Users of a quality as a manager handles them: added, locked and removed, as the official pages have it. */
import { expect } from 'vitest'
import { choose, fill, follow, heading, press, type Reachable, status, type Walk } from './walk.ts'

/** Somebody without a national number, who gets a user name by mail and a password by SMS. */
export async function addUser(walk: Walk, { email, mobilePhone }: Reachable): Promise<void> {
  const { page, words, name } = walk
  await follow(walk, words.addUser)
  await walk.look(`${name}-user-new`)
  await fill(walk, words.lastName, 'Claes')
  await fill(walk, words.firstName, 'Els')
  await fill(walk, words.email, email)
  await fill(walk, words.mobilePhone, mobilePhone)
  await page.getByLabel(/DMFA/).check()
  await page.getByLabel(words.employed).check()
  await press(walk, words.addUser)
  expect(await heading(walk)).toBe('Claes, Els')
  await walk.look(`${name}-user`)
}

export async function lockUser(walk: Walk): Promise<void> {
  const { page, words, name } = walk
  await page.getByLabel(words.pick('Claes, Els')).check()
  await choose(walk, words.withPicked, words.lockUser)
  await walk.look(`${name}-users`)
  await press(walk, words.run)
  expect(await status(walk)).toBe(words.done)
  expect(await page.getByRole('row', { name: 'Claes, Els' }).textContent()).toContain(words.locked)
}

/** What it does is said before, and it is asked about. */
export async function removeUser(walk: Walk): Promise<void> {
  const { page, words, name } = walk
  await page.getByLabel(words.pick('Claes, Els')).check()
  await choose(walk, words.withPicked, words.removeUser)
  await press(walk, words.run)
  await walk.look(`${name}-users-removal`)
  await press(walk, words.removeUser)
  expect(await status(walk)).toBe(words.done)
  expect(await page.getByText('Claes, Els').count()).toBe(0)
}
