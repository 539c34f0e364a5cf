/** Access management as people meet it: a real browser, the real gateway, messages as files, keys of OpenSSH's. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun } from '../endpoints/support/programs.ts'
import { openSite, type Site } from '../gateway/gateway.ts'
import { enterpriseNumber } from '../registry/fixtures.ts'
import { ssin } from '../registry/people/fixtures.ts'
import { openWindow, type WindowOptions } from './browser/open-browser.ts'
import { activate, fill, firstCodesTo, heading, press, signIn, signOut, type Walk } from './browser/walk.ts'
import { FRENCH, GERMAN, type Words } from './browser/words.ts'
import { appCode } from './people.ts'

const reason = notRun(process.env.CHROMIUM ?? '/usr/bin/chromium', 'sftp', 'ssh-keygen', 'openssl')

let site: Site
let gateway: GatewayProcess
beforeEach(({ skip }) => skip(reason !== undefined, reason))
beforeAll(async () => {
  if (reason !== undefined) return
  site = await openSite()
  gateway = await site.start()
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

const STORIES: readonly (readonly [title: string, name: string, words: Words, options: WindowOptions])[] = [
  ['in German, with a mouse', 'de', GERMAN, { locale: 'de-BE' }],
  [
    'in French, without a script, on a narrow and dark screen',
    'fr',
    FRENCH,
    { locale: 'fr-BE', script: false, width: 420, dark: true },
  ],
]

test.each(STORIES)('an enterprise is taken over and its manager signs in, %s', async (_, name, words, options) => {
  const manager = await takenOver(name)
  const credentials = await inWindow(options, words, name, async (walk) => {
    const [mail, sms] = await firstCodesTo(site, manager)
    return await activate(walk, mail, sms)
  })
  expect(credentials).toMatchObject({
    username: expect.stringMatching(/^[a-z0-9._-]+$/),
    recoveryCodes: { length: 10 },
  })
  await inWindow(options, words, name, async (walk) => {
    await signIn(walk, credentials, appCode(credentials.secret))
    await ownData(walk)
    await signOut(walk)
  })
})

async function ownData(walk: Walk): Promise<void> {
  const { page, words, name } = walk
  expect(await heading(walk)).toBe(words.profile)
  await walk.look(`${name}-profile`)
  await fill(walk, words.email, 'neu@example.be')
  await press(walk, words.save)
  expect(await page.getByRole('status').textContent()).toBe(words.saved)
}

async function inWindow<Value>(
  options: WindowOptions,
  words: Words,
  name: string,
  work: (walk: Walk) => Promise<Value>,
): Promise<Value> {
  const { host, port } = gateway.addresses.portal
  await using window = await openWindow(`https://${host}:${port}`, options)
  return await work({ ...window, words, name })
}

let enterprises = 60_000

/** By the operator, with a main access manager who gets a link and a code. */
async function takenOver(name: string): Promise<{ readonly email: string; readonly mobilePhone: string }> {
  const nth = enterprises++ - 60_000
  const reachable = { email: `anna-${name}@example.be`, mobilePhone: `+3247000010${nth}` }
  const mainAccessManager = { lastName: 'Muster', firstName: 'Anna', language: name, ssin: ssin(nth + 1), ...reachable }
  const enterprise = {
    ...{ enterpriseNumber: enterpriseNumber(60_000 + nth), legalName: 'Bäckerei Ölmann', language: name },
    ...{ qualities: [{ code: 'QUAL_EMP_NOSS' }, { code: 'QUAL_SSC' }], mainAccessManager },
  }
  const file = join(site.folder, `import-${name}.json`)
  await writeFile(file, JSON.stringify({ enterprises: [enterprise] }))
  expect(await site.sluice('registry', 'import', file)).toMatchObject({ code: 0, err: '' })
  return reachable
}
