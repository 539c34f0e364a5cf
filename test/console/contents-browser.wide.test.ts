import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsoleWindow } from './browser.ts'
import { type ContentsRig, contentsRig, readings, sceneOf } from './contents-scene.ts'

const FI = 'FI.DMFA.123456.20260105.00001.R.1.1'
const XML = Buffer.from('<?xml version="1.0"?><Dmfa><script>document.title="run"</script></Dmfa>')

let rig: ContentsRig
let url: string
beforeAll(async () => {
  rig = await contentsRig()
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test('an operator downloads a content by the keyboard, with a reason that stands in the timeline', async () => {
  const { submissionId } = await sceneOf(rig, { [FI]: XML, 'odd <b>name</b>.html': XML })
  await using window = await openConsoleWindow(rig, url, { role: 'operator', locale: 'en-GB' })
  const { page, look } = window
  await page.goto(`${url}/submissions/${submissionId}?lang=en`)
  await look('contents')
  await page.getByRole('link', { name: `Download the content ${FI}` }).press('Enter')
  await look('contents-read')
  await page.getByLabel('Reason').fill('the sender asks what came')
  await page.keyboard.press('Tab')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect([download.suggestedFilename(), await readFile(await download.path())]).toEqual([FI, XML])
  await page.goto(`${url}/submissions/${submissionId}`)
  expect(await page.getByText(`operator:operator-1@console read the content of ${FI}`).isVisible()).toBe(true)
  expect(await readings(rig, submissionId)).toEqual([
    { who: 'operator:operator-1@console', file: FI, reason: 'the sender asks what came' },
  ])
})

test('who has no right is told in every form how to get it, and a refusal is read', async () => {
  const { submissionId, file } = await sceneOf(rig, { [FI]: XML })
  await using window = await openConsoleWindow(rig, url, { role: 'viewer', locale: 'de-BE' })
  const { page, look } = window
  await page.goto(`${url}/submissions/${submissionId}?lang=de`)
  expect(await page.getByText('Bitten Sie einen Administrator darum.').isVisible()).toBe(true)
  await look('contents-without-right')
  await page.goto(`${url}/submissions/${submissionId}/contents/${file(FI)}`)
  expect(await page.getByText('Sie haben kein Recht, Inhalte von Meldungen zu lesen.').isVisible()).toBe(true)
})
