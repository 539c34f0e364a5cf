/** Structured reports as a manager sets them up: the wizard from its menu to the sender number, and a channel that is suspended. */
import { expect } from 'vitest'
import { fill, follow, heading, press, status, type Walk } from './walk.ts'

export type Proofs = { readonly certificate: string; readonly publicKey: string }

export type Sender = { readonly number: string; readonly user: string }

export async function setUpSftp(walk: Walk, { certificate, publicKey }: Proofs): Promise<Sender> {
  const { page, words, name } = walk
  await walk.look(`${name}-reports-none`)
  await follow(walk, words.saveConfiguration)
  await walk.look(`${name}-wizard-begin`)
  await press(walk, words.beginSetup)
  await technicalUser(walk)
  await page.getByRole('radio', { name: 'SFTP', exact: true }).check()
  await walk.look(`${name}-wizard-channel`)
  await press(walk, words.next)
  if (!walk.isScripted) await fileTooLarge(walk)
  await page.getByLabel(words.certificateFile).setInputFiles(certificate)
  await page.locator('#label').fill('Batch 2026')
  await fill(walk, words.sshKey, publicKey)
  await walk.look(`${name}-wizard-certificate`)
  await press(walk, words.next)
  await page.getByLabel(/DMFA/).check()
  await walk.look(`${name}-wizard-services`)
  await press(walk, words.next)
  await walk.look(`${name}-wizard-summary`)
  await press(walk, words.confirmSetup)
  expect(await heading(walk)).toBe(words.setUp)
  expect(await page.getByText(words.maySend).count()).toBe(1)
  await walk.look(`${name}-wizard-result`)
  return await senderOn(walk)
}

/** Without a script the form goes out and comes back; with one it does not even leave (`by-keyboard`). */
async function fileTooLarge(walk: Walk): Promise<void> {
  const { page, words, name } = walk
  await page.getByLabel(words.certificateFile).setInputFiles({ ...SCAN, buffer: Buffer.alloc(2_000_000) })
  await fill(walk, words.sshKey, 'ssh-ed25519 AAAA')
  await press(walk, words.next)
  expect(await page.getByRole('alert').first().textContent()).toContain(words.fileTooLarge)
  expect(await page.getByLabel(words.sshKey).inputValue()).toBe('ssh-ed25519 AAAA')
  await walk.look(`${name}-wizard-file-too-large`, { status: 400 })
}

const SCAN = { name: 'scan.pdf', mimeType: 'application/pdf' }

async function technicalUser(walk: Walk): Promise<void> {
  const { page, words, name } = walk
  expect(await page.getByRole('heading', { level: 2, name: words.technicalUser }).count()).toBe(1)
  await fill(walk, words.lastName, 'Dubois')
  await fill(walk, words.firstName, 'Luc')
  await fill(walk, words.email, 'luc@example.be')
  await fill(walk, words.phone, '+3287550100')
  await walk.look(`${name}-wizard-technical-user`)
  await press(walk, words.next)
}

/** The number and the user name, as the page of the result tells them. */
async function senderOn({ page }: Walk): Promise<Sender> {
  const text = await page.getByRole('main').innerText()
  const number = /\b[1-8]\d{5}\b/.exec(text)?.[0] ?? ''
  const ids = await page.locator('.id').allTextContents()
  return { number, user: ids.find((id) => id.includes(number) && id !== number) ?? number }
}

export async function suspendSftp(walk: Walk): Promise<void> {
  const { words, name } = walk
  expect(await heading(walk)).toBe(words.configuration)
  await walk.look(`${name}-configuration`)
  await follow(walk, words.suspend)
  await fill(walk, words.reason, 'Umzug')
  await walk.look(`${name}-channel-suspend`)
  await press(walk, words.suspendSftp)
  expect(await status(walk)).toBe(words.suspended)
  await walk.look(`${name}-configuration-suspended`)
}
