/** Debian's Chromium, with everything noticed that a visitor would not: console errors, failed requests, barriers. */
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const SCREENS = join(import.meta.dirname, '..', '..', '..', 'coverage', 'screens')
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

export type Window = AsyncDisposable & {
  readonly page: Page
  readonly context: BrowserContext
  readonly isScripted: boolean
  /**
   * Looks at the page as it is: axe finds nothing, nothing was reported, and a screenshot is kept under the name. `status`: of a form that
   * came back, which the browser reports.
   */
  look(name: string, came?: { readonly status: number }): Promise<void>
}

export type WindowOptions = {
  readonly locale: 'de-BE' | 'fr-BE' | 'nl-BE' | 'en-GB'
  readonly width?: number
  readonly dark?: boolean
  readonly script?: boolean
  /** Where screenshots are kept. */
  readonly screens?: string
}

const HEIGHT = 900
const WIDE = 1280

export async function openWindow(baseURL: string, options: WindowOptions): Promise<Window> {
  const { locale, width = WIDE, dark = false, script = true, screens = SCREENS } = options
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  const context = await browser.newContext({
    ...{ baseURL, locale, ignoreHTTPSErrors: true, javaScriptEnabled: script },
    viewport: { width, height: HEIGHT },
    colorScheme: dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  const heard: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(String(error)))
  // What a script asks for, and a stream, end with their page, which the browser calls a failure.
  page.on('requestfailed', (request) => {
    const isLeft = request.failure()?.errorText === 'net::ERR_ABORTED'
    if (isLeft && ['eventsource', 'xhr'].includes(request.resourceType())) return
    heard.push(`${request.method()} ${request.url()} failed`)
  })
  return {
    page,
    context,
    isScripted: script,
    async look(name, came) {
      await mkdir(screens, { recursive: true })
      await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true })
      if (script) expect({ page: name, barriers: await barriers(page) }).toEqual({ page: name, barriers: [] })
      const expected = came ? [expect.stringContaining(`responded with a status of ${came.status}`)] : []
      expect({ page: name, heard: heard.splice(0) }).toEqual({ page: name, heard: expected })
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

/** What axe finds against WCAG 2.2 AA; evaluated in a world of its own, which the page's policy does not bind. */
async function barriers(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })
  const run = `${await readFile(AXE, 'utf8')}
    ;axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    ...{ expression: run, contextId: executionContextId, awaitPromise: true, returnByValue: true },
  })
  await session.detach()
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value as string[]
}
