import { expect, test } from 'vitest'
import { openSite } from '../gateway/gateway.ts'
import { browser, headingOf, notesOf } from './browser.ts'
import { activate, appCode, importEnterprise, messages, PASSWORD } from './people.ts'

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
