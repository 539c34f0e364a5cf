import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Window } from '../portal/browser/open-browser.ts'
import { restored } from '../registry/restored-scene.ts'
import { openConsoleWindow } from './browser.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

let rig: ConsoleRig
let url: string
beforeAll(async () => {
  rig = await consoleRig()
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`delete from lost_change`.execute(rig.database.queries)
  await sql`delete from restoration`.execute(rig.database.queries)
})

const CHANGES = [
  { auditNo: 1, action: 'certificate.revoke', reason: 'key was lost', outcome: 'madeAgain' },
  { auditNo: 2, action: 'appointment.ended', subject: 'enterprise:0123456749', actor: 'person:0197a000-0000-7000' },
  { auditNo: 3, action: 'sender.suspend', why: 'There is no sender 123456.', reason: 'asked by phone, '.repeat(20) },
] as const

test.each([
  ['wide', { locale: 'fr-BE', width: 1280 }],
  ['narrow', { locale: 'nl-BE', width: 420, dark: true }],
] as const)('rule 31.11: what a restore could not know can be read by everybody, %s', async (size, options) => {
  await using window = await opened(options)
  await window.page.goto(`${url}/restored`)
  await window.look(`restored-none-${size}`)
  await restored(rig.database, '20261127T0300Z', CHANGES)
  await restored(rig.database, 'other')
  for (const [name, path] of [
    ['restored', '/restored'],
    ['restored-acknowledge', '/restored/acknowledge'],
  ]) {
    await window.page.goto(`${url}${path}`)
    await window.look(`${name}-${size}`)
    expect([name, await overflowOf(window)]).toEqual([name, 0])
  }
})

test('rule 31.7: an administrator acknowledges by keyboard', async () => {
  await restored(rig.database, '20261127T0300Z', CHANGES)
  await using window = await opened({ locale: 'de-BE' })
  const { page } = window
  await page.goto(`${url}/restored`)
  await page.getByRole('link', { name: 'Quittieren' }).press('Enter')
  await page.getByLabel('Grund').fill('Alles nachgesehen')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Quittiert; es steht im Protokoll.').waitFor()
  await window.look('restored-acknowledged')
})

/** Operators have a language of their own; the browser's counts for nothing then. */
async function opened(options: Parameters<typeof openConsoleWindow>[2] & { readonly locale: string }): Promise<Window> {
  const window = await openConsoleWindow(rig, url, { role: 'administrator', ...options })
  await window.page.goto(`${url}/?lang=${options.locale.slice(0, 2)}`)
  return window
}

async function overflowOf({ page }: Window): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
