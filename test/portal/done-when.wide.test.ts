/** Access management as people meet it: a real browser, the real gateway, messages as files, keys of OpenSSH's. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun, outcomeOfProgram } from '../endpoints/support/programs.ts'
import { openSite, type Site } from '../gateway/gateway.ts'
import { type Authority, opensslAuthority } from '../gateway/openssl.ts'
import { appointCoManager, firstPassword } from './browser/assistants.ts'
import { setUpByKeyboard, signInByKeyboard } from './browser/by-keyboard.ts'
import { openWindow, type WindowOptions } from './browser/open-browser.ts'
import { type Proofs, setUpSftp, suspendSftp } from './browser/reports.ts'
import { listed, openSession } from './browser/sftp.ts'
import { type TakenOver, takenOver } from './browser/taken-over.ts'
import { addUser, lockUser, removeUser } from './browser/users.ts'
import {
  activate,
  fill,
  firstCodesTo,
  goTo,
  heading,
  press,
  signIn,
  signOut,
  status,
  type Walk,
} from './browser/walk.ts'
import { DUTCH, FRENCH, GERMAN, type Words } from './browser/words.ts'
import { appCode } from './people.ts'

const reason = notRun(process.env.CHROMIUM ?? '/usr/bin/chromium', 'sftp', 'ssh-keygen', 'openssl')

let site: Site
let authority: Authority
let gateway: GatewayProcess
beforeEach(({ skip }) => skip(reason !== undefined, reason))
beforeAll(async () => {
  if (reason !== undefined) return
  site = await openSite()
  authority = await opensslAuthority(site.folder)
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

test.each(STORIES)('from the import to an SFTP channel that is suspended, %s', async (_, name, words, options) => {
  const manager = await takenOver(site, name)
  const credentials = await inWindow(options, words, name, async (walk) => {
    const [mail, sms] = await firstCodesTo(site, manager)
    return await activate(walk, mail, sms)
  })
  expect(credentials).toMatchObject({
    username: expect.stringMatching(/^[a-z0-9._-]+$/),
    recoveryCodes: { length: 10 },
  })
  const coManager = { email: `karl-${name}@example.be`, mobilePhone: manager.mobilePhone.replace('10', '30') }
  await inWindow(options, words, name, async (walk) => {
    await signIn(walk, credentials, appCode(credentials.secret, 1))
    expect(await heading(walk)).toBe('Bäckerei Ölmann')
    await walk.look(`${name}-overview`)
    await appointCoManager(walk, coManager)
    await handleUsers(walk, manager)
    await sendBySftp(walk, manager)
    await ownData(walk)
    await signOut(walk)
  })
  await inWindow(options, words, name, async (walk) => {
    const [mail, sms] = await firstCodesTo(site, coManager)
    await firstPassword(walk, mail, sms)
    expect(await heading(walk)).toBe('Bäckerei Ölmann')
    await walk.look(`${name}-overview-co-manager`)
  })
})

test('from the sign-in to a sender number by keyboard alone, in Dutch, and no barriers in three languages', async () => {
  const manager = await takenOver(site, 'nl')
  const options = { locale: 'nl-BE' } as const
  const credentials = await inWindow(options, DUTCH, 'nl', async (walk) => {
    const [mail, sms] = await firstCodesTo(site, manager)
    return await activate(walk, mail, sms)
  })
  const { publicKey, certificate } = await proofsOf(manager, 'keys')
  await inWindow(options, DUTCH, 'keys', async (walk) => {
    await signInByKeyboard(walk, credentials)
    expect(await setUpByKeyboard(walk, { publicKey, certificate })).toMatch(/^[1-8]\d{5}$/)
    await lookInLanguages(walk, manager)
  })
})

/** Of an enterprise that sends, below its own address and that of its first quality. */
const PAGES = {
  enterprise: ['', '/assistants', '/assistants/new', '/qualities', '/settings', '/notices', '/audit'],
  quality: ['/users', '/users/new', '/structured-reports', '/structured-reports/send', '/submissions', '/test'],
}

async function lookInLanguages({ page, look }: Walk, { number, place }: TakenOver): Promise<void> {
  const paths = [
    ...PAGES.enterprise.map((rest) => `/enterprises/${number}${rest}`),
    ...PAGES.quality.map((rest) => `${place}${rest}`),
    ...['/profile', '/profile/password'],
  ]
  for (const language of ['nl', 'fr', 'en']) {
    for (const path of paths) {
      const answer = await page.goto(`${path}?lang=${language}`)
      expect([path, answer?.status()]).toEqual([path, 200])
      await look(`in-${language}${path.replaceAll('/', '-')}`)
    }
  }
}

async function handleUsers(walk: Walk, { place, users }: TakenOver): Promise<void> {
  await walk.page.goto(`${place}/users`)
  expect(await heading(walk)).toBe(walk.words.users)
  await addUser(walk, users)
  await goTo(walk, walk.words.users)
  await lockUser(walk)
  await removeUser(walk)
}

async function sendBySftp(walk: Walk, manager: TakenOver): Promise<void> {
  const { words, name } = walk
  const { keyFile, ...proofs } = await proofsOf(manager, name)
  await goTo(walk, words.reports)
  const { user } = await setUpSftp(walk, proofs)
  const login = { port: gateway.addresses.sftp.port, user, keyFile }
  expect(await listed(login)).toMatchObject({ code: 0, output: expect.stringContaining('IN') })
  await using open = await openSession(login)
  await goTo(walk, words.reports)
  await suspendSftp(walk)
  expect(await listed(login)).toMatchObject({ code: 255, output: expect.stringContaining('Permission denied') })
  expect(await open.ended(SUSPENDED_SECONDS)).toBe(true)
}

async function proofsOf({ number }: TakenOver, name: string): Promise<Proofs & { readonly keyFile: string }> {
  const keyFile = join(site.folder, `key-${name}`)
  await outcomeOfProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'batch', '-f', keyFile])
  const { certificate } = await authority.issue(`signer-${name}`, 'rsa:2048', '-subj', `${SUBJECT}${number}`)
  return { keyFile, certificate, publicKey: await readFile(`${keyFile}.pub`, 'utf8') }
}

const SUBJECT = '/C=BE/CN=Signer/OU=urn:be:fgov:kbo-bce:organization:cbe-number:'
/** For as long may a session go on that was open when its channel was suspended. */
const SUSPENDED_SECONDS = 5

async function ownData(walk: Walk): Promise<void> {
  const { words, name } = walk
  await goTo(walk, words.profile)
  expect(await heading(walk)).toBe(words.profile)
  await walk.look(`${name}-profile`)
  await fill(walk, words.email, 'neu@example.be')
  await press(walk, words.save)
  expect(await status(walk)).toBe(words.saved)
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
