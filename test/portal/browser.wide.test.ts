import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { createPortal } from '../../src/portal/portal.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LIMITS = {
  ...{ httpBodyBytes: 65_536, httpHeaderSeconds: 10, httpRequestSeconds: 20, httpConnections: 50, idleSeconds: 30 },
  httpConnectionsPerAddress: 50,
}
const PORT = 18_744

test.each([
  ['wide and light', 1200, 'light'],
  ['narrow and dark', 390, 'dark'],
] as const)('a real browser can read and use every component, %s (case W16)', async (_, width, colorScheme) => {
  const base = `http://127.0.0.1:${PORT}`
  await using portal = galleryAt(base)
  await portal.listen()
  await using browser = await openChromium()
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, locale: 'de-BE' })
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${base}/gallery`)
  expect(await page.locator('html').getAttribute('lang')).toBe('de')

  await page.locator('#name').fill('R2D2')
  await page.locator('form.panel .btn.main').click()
  expect(await page.locator('#name').inputValue()).toBe('R2D2')
  expect(await page.locator('#name-error').textContent()).toBe('A name has letters.')
  await page.locator('#name').fill('Ann')
  await page.locator('form.panel .btn.main').click()
  expect([page.url(), await page.locator('[role=status]').textContent()]).toEqual([
    `${base}/gallery?done=saved`,
    'Gespeichert.',
  ])
  expect(said).toEqual(['Failed to load resource: the server responded with a status of 400 (Bad Request)'])
})

test('no component breaks the rules of accessibility', async () => {
  const base = `http://127.0.0.1:${PORT}`
  await using portal = galleryAt(base)
  await portal.listen()
  await using browser = await openChromium()
  const page = await browser.newPage({ bypassCSP: true })
  await page.goto(`${base}/gallery`)
  await page.evaluate(AXE)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
  )
  expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
})

function galleryAt(publicUrl: string) {
  const ground = { publicUrl, mode: 'trial', now: () => new Date(0), findSession: async () => null }
  return createPortal({
    ...{ host: '127.0.0.1', port: PORT, limits: LIMITS, log: silentLog, health: async () => 'up' as const },
    ...{ ground: ground as never, doors: {} as never },
  })
}

async function openChromium() {
  return await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
}
