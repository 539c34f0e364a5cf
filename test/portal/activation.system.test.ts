import { expect, test } from 'vitest'
import { openSite } from '../gateway/gateway.ts'
import { browser, headingOf, notesOf } from './browser.ts'
import {
  activate,
  appCode,
  codeIn,
  ENTERPRISE,
  importEnterprise,
  linkIn,
  messages,
  PASSWORD,
  type Told,
} from './people.ts'

test('an import leads by mail, SMS and app to an active enterprise, and then to a sign-in', async () => {
  await using site = await openSite()
  await using gateway = await site.start()
  await importEnterprise(site)

  const told = await messages(site, 2)
  expect(told.map(({ medium, to }) => [medium, to])).toEqual([
    ['mail', 'anna@baeckerei.example'],
    ['sms', '+32470000001'],
  ])
  const { visitor, username, secret, recoveryCodes, last } = await activate(site, gateway)
  expect([headingOf(last), recoveryCodes.length]).toEqual(['Your account is activated', 10])
  const profile = await visitor.get('/profile')
  expect([profile.status, headingOf(profile)]).toEqual([200, 'My profile'])

  const other = browser(gateway.addresses.portal)
  const asked = await other.get('/profile')
  expect([asked.at, headingOf(asked)]).toEqual(['/sign-in?returnTo=%2Fprofile', 'Sign in'])
  const code = await other.fill(asked, '/sign-in?returnTo=%2Fprofile', { username, password: PASSWORD })
  expect(headingOf(code)).toBe('Code from your app')
  const wrong = await other.fill(code, '/sign-in/code?returnTo=%2Fprofile', { code: '000000' })
  expect([wrong.status, notesOf(wrong).length]).toEqual([403, 1])
  const inside = await other.fill(wrong, '/sign-in/code?returnTo=%2Fprofile', { code: appCode(secret, 1) })
  expect([inside.status, inside.at]).toEqual([200, '/profile'])
})

test('a link is not taken up in the browser of somebody else, who stays signed in (case R23)', async () => {
  await using site = await openSite()
  await using gateway = await site.start()
  await importEnterprise(site)
  const { visitor } = await activate(site, gateway)
  const users = `/enterprises/${ENTERPRISE}/qualities/QUAL_EMP_NOSS/users/new`
  const person = { lastName: 'Maes', firstName: 'Bert', ssin: '85073000259', language: 'nl' }
  const reached = { email: 'bert@baeckerei.example', mobilePhone: '+32470000002' }
  await visitor.fill(await visitor.get(users), users, { ...person, ...reached, employmentConfirmed: 'on' })
  const told = await messages(site, 4)
  const [mail, sms] = ['mail', 'sms'].map((medium) => told.find((one) => one.medium === medium && isBert(one)))
  if (!mail || !sms) throw new TypeError('no first codes have left')
  const asked = await visitor.get(linkIn(mail))
  const refused = await visitor.fill(asked, '/activation', { code: codeIn(sms) })
  expect([refused.status, refused.html.includes('somebody else than the one who is signed in')]).toEqual([403, true])
  expect(headingOf(await visitor.get('/profile'))).toBe('My profile')
  const own = browser(gateway.addresses.portal)
  const taken = await own.fill(await own.get(linkIn(mail)), '/activation', { code: codeIn(sms) })
  expect([taken.status, taken.at]).toEqual([200, '/activation/password'])
})

function isBert({ to }: Told): boolean {
  return to === 'bert@baeckerei.example' || to === '+32470000002'
}
