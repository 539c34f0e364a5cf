import { afterAll, beforeAll, expect, test } from 'vitest'
import { parkSubmission } from '../../src/ledger/claims.ts'
import { openSubmission, sealSubmissions } from '../../src/ledger/submissions.ts'
import { envelopeOf } from '../stages/a-set.ts'
import { openConsoleWindow } from './browser.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

let rig: ConsoleRig
let url: string
beforeAll(async () => {
  rig = await consoleRig()
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test('an operator finds a parked submission by part of its name, reads why, lets it go on with a reason and sees it in the audit', async () => {
  for (const sequence of ['0C0DE', '0C0DF']) await parked(`DMFA.123456.20260105.${sequence}.R`)
  await using window = await openConsoleWindow(rig, url, { role: 'operator', locale: 'en-GB' })
  const { page, look } = window
  await page.goto(`${url}/submissions?lang=en`)
  await page.getByLabel('Search', { exact: true }).fill('0c0de')
  await page.getByLabel('Search', { exact: true }).press('Enter')
  await look('submissions')
  await page.getByRole('link', { name: 'DMFA.123456.20260105.0C0DE.R' }).click()
  expect(await page.getByText('Parked: the checker ended').isVisible()).toBe(true)
  await look('submission')
  await page.getByRole('button', { name: 'Put back in the queue' }).click()
  await look('act')
  await page.getByLabel('Reason').fill('the checker is whole again')
  await page.getByRole('button', { name: 'Do it' }).click()
  expect(await page.getByText('1 done, 0 skipped').isVisible()).toBe(true)
  await look('acted')
  await page.goto(`${url}/audit`)
  expect(await page.getByText('the checker is whole again').first().isVisible()).toBe(true)
  await look('audit')
  await page.goto(`${url}/parked?lang=fr`)
  expect(await page.getByRole('link', { name: 'DMFA.123456.20260105.0C0DF.R' }).isVisible()).toBe(true)
  await look('parked-fr')
})

async function parked(key: string): Promise<void> {
  const rawKey = `IN/${key}`
  await rig.database.transaction(async (tx) => {
    const opened = await openSubmission(tx, { sender: '123456', rawKey, environment: 'R', routable: true }, 24)
    const envelope = envelopeOf(undefined, { rawKey, ticket: `T${opened.submissionId.slice(-12)}` })
    await sealSubmissions(tx, [{ ...opened, envelope }])
    await parkSubmission(tx, opened.submissionId, 'the checker ended')
  })
}
