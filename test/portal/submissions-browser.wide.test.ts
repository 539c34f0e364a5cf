import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../../src/base/result.ts'
import type { CheckedSet } from '../../src/batch/dry-run.ts'
import { openWindow, type Window, type WindowOptions } from './browser/open-browser.ts'
import { play } from './played-sets.ts'
import { HERE, NOW, ORIGIN, openSenders, QUALITY, type SendersRig, tokenOf } from './senders-rig.ts'

const PLACE = `${ORIGIN}/enterprises/${HERE}/qualities/${QUALITY}`
const REASON = {
  code: 125,
  detail: 'asciiMode',
  file: 'FI.DMFA.123456.20261123.00002.R.1.1',
  annex25: [11, 1203] as const,
}

let rig: SendersRig
let rejected: string
beforeAll(async () => {
  rig = await openSenders({ dryRunOn: () => async () => ok([CHECKED]) })
  const key = (sequence: string) => `DMFA.${rig.sender}.20261123.${sequence}.R`
  const verdict = { outcome: 'rejected' as const, reasons: [{ ...REASON, file: `FI.${key('00002')}.1.1` }] }
  rejected = await play(rig.database, { sender: rig.sender, key: key('00002'), until: 'answered', verdict })
  for (const until of ['open', 'sealed', 'delivered', 'cancelled', 'dispatched', 'withdrawn'] as const)
    await play(rig.database, { sender: rig.sender, key: key(until.slice(0, 5).toUpperCase()), until, openedAt: NOW })
})
afterAll(async () => {
  await rig?.[Symbol.asyncDispose]()
})

test.each([
  ['wide', { locale: 'de-BE', width: 1280 }],
  ['narrow', { locale: 'fr-BE', width: 420, dark: true }],
] as const)('the pages of sets can be read by everybody, %s', async (size, options) => {
  await using window = await openSignedIn(options)
  for (const [name, path] of [
    ['list', 'submissions'],
    ['none', 'submissions?name=nowhere'],
    ['set', `submissions/${rejected}`],
    ['check', 'test'],
  ] as const) {
    await window.page.goto(`${PLACE}/${path}`)
    await window.look(`p4-${name}-${size}`)
    expect([name, await overflowOf(window.page)]).toEqual([name, 0])
  }
})

test('files are chosen and checked, and the result is told, without a script', async () => {
  await using window = await openSignedIn({ locale: 'de-BE', script: false })
  const { page } = window
  await page.goto(`${PLACE}/test`)
  const files = ['FI', 'FS', 'GO'].map((mark) => ({
    ...{ name: `${mark}.x`, mimeType: 'text/plain', buffer: Buffer.from('x') },
  }))
  await page.getByLabel('Dateien', { exact: true }).setInputFiles(files)
  await page.getByRole('button', { name: 'Jetzt prüfen' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ergebnis')
  await window.look('p4-result')
})

async function overflowOf(page: Page): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** Its network is the portal itself, so that addresses and cookies are those of production. */
async function openSignedIn(options: WindowOptions): Promise<Window> {
  const window = await openWindow(ORIGIN, options)
  const cookies = { '__Host-session': tokenOf('manager'), '__Host-language': options.locale.slice(0, 2) }
  await window.context.addCookies(
    Object.entries(cookies).map(([name, value]) => ({ name, value, url: ORIGIN, secure: true })),
  )
  await window.page.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request()
    const payload = request.postDataBuffer()
    const answer = await rig.inject({
      ...{ method: request.method(), url: request.url().slice(ORIGIN.length), headers: await request.allHeaders() },
      ...(payload && { payload }),
    })
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]))
    await route.fulfill({ status: answer.statusCode, headers, body: answer.rawPayload })
  })
  return window
}

const CHECKED: CheckedSet = {
  ...{ outcome: 'rejected', setKey: 'DMFA.123456.20261123.00002.R', service: 'DMFA', environment: 'R' },
  reasons: [REASON],
  evidence: { signatures: [], documents: [] },
  files: ['FI', 'FS', 'GO'].map((mark) => ({ name: `${mark}.x`, bytes: 1, sha256: 'a'.repeat(64) })),
}
