/** The first codes of a person, by the operator's commands and the daemon that sends them (spec access.md §6.1, case R23). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSite } from '../gateway/gateway.ts'
import { browser, headingOf, notesOf } from './browser.ts'
import { codeIn, ENTERPRISE, importDocument, importEnterprise, linkIn, messages, messagesOf } from './people.ts'

const NEXT = 'Anderes-Kennwort-7'

test('an invitation voids the earlier link, and a code fits to its own link alone', async () => {
  await using site = await openSite()
  await using gateway = await site.start()
  await importEnterprise(site)
  const [firstMail, firstSms] = await messages(site, 2)
  const invited = await site.sluice('registry', 'invite', ENTERPRISE, '--json')
  expect(JSON.parse(invited.out)).toEqual({ enterpriseNumber: ENTERPRISE, kind: 'link' })
  const [, , mail, sms] = await messages(site, 4)

  const seen = []
  for (const [told, text] of [
    [firstMail, firstSms],
    [mail, firstSms],
    [firstMail, sms],
    [mail, sms],
  ] as const) {
    const visitor = browser(gateway.addresses.portal)
    const asked = await visitor.get(told ? linkIn(told) : '')
    expect([asked.at, headingOf(asked)]).toEqual(['/activation', 'Activate your account'])
    const answer = await visitor.fill(asked, '/activation', { code: text ? codeIn(text) : '' })
    seen.push([answer.status, answer.at])
  }
  expect(seen).toEqual([
    [403, '/activation'],
    [403, '/activation'],
    [403, '/activation'],
    [200, '/activation/password'],
  ])
})

test('without a national number, user name and provisional password open the enterprise and ask for a new password', async () => {
  await using site = await openSite()
  await using gateway = await site.start()
  const document = importDocument()
  const { ssin: _, ...manager } = document.enterprises[0]?.mainAccessManager ?? { ssin: '' }
  await importEnterprise(site, { enterprises: [{ ...document.enterprises[0], mainAccessManager: manager }] })
  const [mail, sms] = await messages(site, 2)
  const username = /^\s*([a-z0-9]+\.[a-z0-9]+)\s*$/m.exec(mail?.text ?? '')?.[1] ?? ''
  const password = /[a-z0-9]{4}(?:-[a-z0-9]{4}){3}/.exec(sms?.text ?? '')?.[0] ?? ''

  const visitor = browser(gateway.addresses.portal)
  const forced = await visitor.fill(await visitor.get('/sign-in'), '/sign-in', { username, password })
  expect([forced.at, headingOf(forced)]).toEqual(['/profile/password', 'Change password'])
  const again = browser(gateway.addresses.portal)
  const spent = await again.fill(await again.get('/sign-in'), '/sign-in', { username, password })
  expect([spent.status, notesOf(spent).length]).toEqual([403, 1])
  await visitor.send(forced, '/profile/password', { password: NEXT, confirmation: NEXT })
  expect((await visitor.get('/profile')).html).toContain(ENTERPRISE)
})

test('a dry run sends nothing, an unknown enterprise cannot be invited, and no log tells a secret', async () => {
  await using site = await openSite()
  const gateway = await site.start()
  const lines: string[] = []
  gateway.onLine((line) => lines.push(line))
  const file = join(site.folder, 'import.json')
  await importEnterprise(site)
  const [mail, sms] = await messages(site, 2)
  expect((await site.sluice('registry', 'import', file, '--dry-run')).code).toBe(0)
  const unknown = await site.sluice('registry', 'invite', '1000000021')
  expect([unknown.code, unknown.err.includes('no main access manager')]).toEqual([1, true])
  await gateway[Symbol.asyncDispose]()

  const all = await messagesOf(site)
  const secrets = [mail ? linkIn(mail).slice(-43) : '', sms ? codeIn(sms) : '', 'anna@baeckerei.example', '85073000160']
  const log = lines.join('\n')
  expect([all.length, secrets.filter((secret) => secret !== '' && log.includes(secret))]).toEqual([2, []])
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(importDocument())
})

test('production does not start without the key of people’s secrets, and says how to make one', async () => {
  await using site = await openSite()
  const { code, err } = await site.sluice('config', 'check', '--set', 'mode=production')
  expect([code, err.includes('registry.key does not exist. Restore it from your backup')]).toEqual([78, true])
})
