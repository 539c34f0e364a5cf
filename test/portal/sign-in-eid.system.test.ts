/** Cards at the listener of their own, with real certificates over TLS, and by Web eID (spec access.md §8.2). */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toPem } from '../../src/signing/pem.ts'
import { openSite, type Site } from '../gateway/gateway.ts'
import { card, citizens, root, webEidToken } from '../identity/eid/cards.ts'
import { authority, type Holder } from '../signing/authorities.ts'
import { type Browser, browser, headingOf, notesOf } from './browser.ts'
import { importEnterprise } from './people.ts'

const EID = [
  'signIn.eid.enabled=true',
  'signIn.eid.revocation=off',
  'portal.eid.host=127.0.0.1',
  'signIn.eid.issuers=eid',
]

async function siteWithCards(...settings: readonly string[]): Promise<Site> {
  const site = await openSite(...EID, ...settings)
  await mkdir(join(site.folder, 'eid'))
  const pem = [root, citizens].map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join('')
  await writeFile(join(site.folder, 'eid', 'belgium.pem'), pem)
  return site
}

/** From the door to the other listener and back, with the card in the reader. */
async function signInWith(holder: Holder | null, visitor: Browser, path = '/sign-in/eid?returnTo=/profile') {
  const away = new URL(String((await visitor.look(path)).headers.location))
  const back = await atEntrance(holder, away)
  return { back, page: await visitor.get(`${back.pathname}${back.search}`) }
}

async function atEntrance(holder: Holder | null, away: URL): Promise<URL> {
  const shown = holder && {
    key: holder.key.export({ type: 'pkcs8', format: 'pem' }),
    cert: toPem('CERTIFICATE', holder.certificate.der),
  }
  const reader = browser({ host: away.hostname, port: Number(away.port) }, shown ?? {})
  const { headers } = await reader.look(`${away.pathname}${away.search}`)
  expect(headers.connection).toBe('close')
  return new URL(String(headers.location))
}

test('a card signs its holder in, once, in the browser that asked', async () => {
  await using site = await siteWithCards()
  await using gateway = await site.start()
  await importEnterprise(site)
  const visitor = browser(gateway.addresses.portal)
  const { back, page } = await signInWith(card(), visitor)
  expect([page.status, page.at, headingOf(page)]).toEqual([200, '/profile', 'My profile'])
  expect(back.search).not.toContain('85073000160')

  const again = await visitor.get(`${back.pathname}${back.search}`)
  expect([again.status, notesOf(again)[0]?.includes('not finished in time')]).toEqual([403, true])

  // Somebody sends a victim the link with his own card behind it.
  const victim = browser(gateway.addresses.portal)
  await victim.look('/sign-in/eid')
  const attacker = browser(gateway.addresses.portal)
  const away = new URL(String((await attacker.look('/sign-in/eid')).headers.location))
  const handed = await atEntrance(card(), away)
  const lured = await victim.get(`${handed.pathname}${handed.search}`)
  expect([lured.status, victim.cookies.has('__Host-session')]).toEqual([403, false])
})

test('a port that is taken ends the start, and leaves nothing that keeps the process up (case G3)', async () => {
  await using other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await using site = await siteWithCards(`portal.eid.port=${port}`)
  const { code, err } = await site.sluice('start')
  expect([code, err]).toEqual([78, expect.stringContaining(`port ${port}`)])
})

test('no card, and a card of somebody else’s making, are told apart and let nobody in', async () => {
  await using site = await siteWithCards()
  await using gateway = await site.start()
  await importEnterprise(site)
  const forged = authority('Citizen CA', authority('Belgium Root CA'))
  const seen = []
  for (const holder of [null, card({ by: forged })]) {
    const visitor = browser(gateway.addresses.portal)
    const { page } = await signInWith(holder, visitor)
    seen.push([page.status, notesOf(page)[0]?.replace(/ What to do.*/, ''), visitor.cookies.has('__Host-session')])
  }
  expect(seen).toEqual([
    [403, 'Signing in did not succeed Seen What the card reader sent is no answer of an eID card.', false],
    [403, 'Signing in did not succeed Seen The certificate was not issued by an authority of the Belgian eID.', false],
  ])
})

test('Web eID: the card answers the challenge of this page, and of no other', async () => {
  await using site = await siteWithCards()
  await using gateway = await site.start()
  await importEnterprise(site)
  const { host, port } = gateway.addresses.portal
  const origin = `https://${host}:${port}`
  const visitor = browser(gateway.addresses.portal)
  const holder = card()

  const first = await visitor.get('/sign-in/web-eid?returnTo=/profile')
  const stale = nonceIn(first.html)
  const second = await visitor.get('/sign-in/web-eid?returnTo=/profile')
  const replayed = JSON.stringify(webEidToken(holder, stale, { origin }))
  const refused = await visitor.fill(second, '/sign-in/web-eid', { token: replayed })
  expect([refused.status, notesOf(refused)[0]?.includes('does not belong to this sign-in')]).toEqual([403, true])

  const third = await visitor.get('/sign-in/web-eid?returnTo=/profile')
  const token = JSON.stringify(webEidToken(holder, nonceIn(third.html), { origin }))
  const inside = await visitor.fill(third, '/sign-in/web-eid', { token })
  expect([inside.status, inside.at]).toEqual([200, '/profile'])
})

test('an address that begins too many sign-ins by card waits, and is told for how long (rule 11.23)', async () => {
  await using site = await siteWithCards('signIn.begunPerAddress=2')
  await using gateway = await site.start()
  const visitor = browser(gateway.addresses.portal)
  const begun = []
  for (const path of ['/sign-in/eid', '/sign-in/web-eid', '/sign-in/eid', '/sign-in/web-eid']) {
    const { status, headers } = await visitor.look(path)
    begun.push([status, Number(headers['retry-after'] ?? 0) > 500])
  }
  expect(begun).toEqual([
    [303, false],
    [200, false],
    [429, true],
    [429, true],
  ])
  const told = await visitor.get('/sign-in/eid')
  expect(notesOf(told)[0]).toMatch(/Too many sign-ins were begun from your address\..*Wait \d+ seconds/)
})

function nonceIn(html: string): string {
  return /data-nonce="([^"]+)"/.exec(html)?.[1] ?? ''
}
