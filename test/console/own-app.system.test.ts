/** Changing the app on the own profile, as its owner and as somebody who has only the session (rule 21.14). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../portal/browser.ts'
import { appCode, PASSWORD, secretIn } from '../portal/people.ts'
import { type Enrolled, enrolled, forgetSteps, told } from './enrolled.ts'
import { type ConsoleRig, consoleRig, sessionOf } from './rig.ts'

const PLACE = '/profile/code-app'

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig({ sets: ['limits.loginFailures.perAccount=4', 'limits.loginFailures.lockSeconds=60'] })
})
afterAll(() => rig?.[Symbol.asyncDispose]())

/** On the page of the app; each code that was used before can be used again. */
async function atPage({ browser, secret }: Enrolled) {
  await forgetSteps(rig)
  const page = await browser.get(PLACE)
  const next = secretIn(page)
  return { page, next, right: { old: PASSWORD, presentCode: appCode(secret), code: appCode(next) } }
}

async function signsIn(name: string, code: string): Promise<boolean> {
  await forgetSteps(rig)
  const browser = rig.visitor()
  const page = await browser.look('/sign-in')
  return (await browser.send(page, '/sign-in', { name, password: PASSWORD, code })).status === 303
}

test('rule 21.14: the present password and a code of the present app bring another app, and other sessions end', async () => {
  const gina = await enrolled(rig, 'gina')
  const other = await second('gina')
  const { page, next, right } = await atPage(gina)
  const done = await gina.browser.fill(page, PLACE, right)
  expect(done.html).toContain('The new app is in use')
  expect((await other.look('/')).status).toBe(303)
  expect([await signsIn('gina', appCode(gina.secret)), await signsIn('gina', appCode(next))]).toEqual([false, true])
})

test.each<[string, { old?: string; presentCode?: string }]>([
  ['no password', { old: '' }],
  ['another password', { old: 'Kennwort-mit-13' }],
  ['no code', { presentCode: '' }],
  ['another code', { presentCode: '000000' }],
])('rule 21.14: a session with %s changes no app', async (_, wrong) => {
  const name = `op-${Math.random().toString(36).slice(2, 10)}`
  const one = await enrolled(rig, name)
  const { page, next, right } = await atPage(one)
  const refused = await one.browser.send(page, PLACE, { ...right, ...wrong })
  expect([refused.status, secretIn(refused)]).toEqual([403, next])
  expect(refused.html).toContain('This name with this password and code is not known.')
  expect([await signsIn(name, appCode(next)), await signsIn(name, appCode(one.secret))]).toEqual([false, true])
  expect(await told(rig, name)).not.toContain(`operator:${name}@console operator.appChanged`)
})

test('rule 21.14: who guesses with a stolen session has to wait', async () => {
  const one = await enrolled(rig, 'hugo')
  const { page, right } = await atPage(one)
  const guess = () => one.browser.send(page, PLACE, { ...right, old: 'x' })
  for (let tries = 0; tries < 4; tries++) expect((await guess()).status).toBe(403)
  expect((await one.browser.send(page, PLACE, right)).status).toBe(429)
})

test('rule 21.14: a slip in the code of the new app uses up none of the present one', async () => {
  const one = await enrolled(rig, 'ida')
  const { page, right } = await atPage(one)
  const slip = await one.browser.send(page, PLACE, { ...right, code: '000000' })
  expect([slip.status, slip.html.includes('not the code that the app shows now')]).toEqual([400, true])
  expect((await one.browser.fill(slip, PLACE, right)).html).toContain('The new app is in use')
})

test('rule 21.14: an app that was shown before, or to another session, or made up, is not taken', async () => {
  const one = await enrolled(rig, 'jan')
  const { page, next, right } = await atPage(one)
  expect(secretIn(await one.browser.get(PLACE))).not.toBe(next)
  const thief = await second('jan')
  await thief.get('/profile')
  for (const app of [hiddenIn((await thief.get(PLACE)).html), 'AAAA', '']) {
    const refused = await one.browser.send(page, PLACE, { ...right, app })
    expect([refused.status, refused.html.includes('This set-up of the app is over.')]).toEqual([409, true])
  }
})

async function second(name: string): Promise<Browser> {
  const { operator_id } = await rig.database.queries
    .selectFrom('operator')
    .select('operator_id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return await withSession(operator_id)
}

async function withSession(operatorId: string): Promise<Browser> {
  const browser = rig.visitor()
  browser.cookies.set('console-session', await sessionOf(rig.ground, operatorId))
  return browser
}

function hiddenIn(html: string): string {
  return /name="app" value="([^"]*)"/.exec(html)?.[1] ?? ''
}
