/** The portal as a client of a real identity provider, on its own listener (spec access.md §8.3). */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSite } from '../gateway/gateway.ts'
import { NUMBER_CLAIM, signInThere, startRealProvider } from '../identity/oidc/real-provider.ts'
import { browser, headingOf, notesOf } from './browser.ts'
import { importEnterprise, SSIN } from './people.ts'

const SECRET = randomBytes(32).toString('hex')

async function rig(ssin: string, ...more: readonly string[]) {
  const port = await freePort()
  const redirectUri = `https://127.0.0.1:${port}/sign-in/itsme/callback`
  const provider = await startRealProvider(
    async () => ({
      ...{ client_id: 'sluice', client_secret: SECRET, redirect_uris: [redirectUri] },
      ...{ response_types: ['code'], grant_types: ['authorization_code'] },
    }),
    { [NUMBER_CLAIM]: ssin },
  )
  const settings = [`portal.port=${port}`, `signIn.itsme.issuer=${provider.issuer}`, 'signIn.itsme.clientId=sluice']
  const site = await openSite(...settings, 'signIn.itsme.secretFile=itsme.secret', ...more)
  await writeFile(join(site.folder, 'itsme.secret'), SECRET, { mode: 0o600 })
  return {
    site,
    redirectUri,
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]()
      await provider.close()
    },
  }
}

test('itsme signs a main access manager in, activates the enterprise, and proves it again later', async () => {
  await using it = await rig(SSIN)
  await using gateway = await it.site.start()
  await importEnterprise(it.site)
  const visitor = browser(gateway.addresses.portal)

  const door = await visitor.get('/sign-in?returnTo=/profile')
  expect(door.html).toContain('href="/sign-in/itsme?returnTo=%2Fprofile"')
  const away = await visitor.look('/sign-in/itsme?returnTo=%2Fprofile')
  const back = await signInThere(String(away.headers.location), it.redirectUri)
  const inside = await visitor.get(`${back.pathname}${back.search}`)
  expect([inside.status, inside.at, headingOf(inside)]).toEqual([200, '/profile', 'My profile'])

  const twice = await browser(gateway.addresses.portal).get(`${back.pathname}${back.search}`)
  expect([twice.status, notesOf(twice)[0]?.includes('not finished in time')]).toEqual([403, true])

  const before = visitor.cookies.get('__Host-session')
  const again = await visitor.look('/sign-in/itsme?again=1&returnTo=/profile/code-app')
  expect(new URL(String(again.headers.location)).searchParams.get('prompt')).toBe('login')
  const proven = await signInThere(String(again.headers.location), it.redirectUri)
  const after = await visitor.get(`${proven.pathname}${proven.search}`)
  expect([after.at, visitor.cookies.get('__Host-session') !== before]).toEqual(['/profile/code-app', true])
  const others = (await visitor.get('/profile')).html.match(/name="sessionId"/g) ?? []
  expect(others).toEqual([]) // the same session goes on
})

test('an address that begins too many sign-ins at a provider waits (rule 11.23)', async () => {
  await using it = await rig(SSIN, 'signIn.begunPerAddress=1')
  await using gateway = await it.site.start()
  const visitor = browser(gateway.addresses.portal)
  const begun = [await visitor.look('/sign-in/itsme'), await visitor.look('/sign-in/itsme')]
  expect(begun.map(({ status }) => status)).toEqual([303, 429])
})

test('itsme lets nobody in who is not registered, and binds an answer to the browser that asked', async () => {
  await using it = await rig('85073000259')
  await using gateway = await it.site.start()
  await importEnterprise(it.site)
  const visitor = browser(gateway.addresses.portal)
  const away = await visitor.look('/sign-in/itsme')
  const back = await signInThere(String(away.headers.location), it.redirectUri)

  const other = browser(gateway.addresses.portal)
  await other.look('/sign-in/itsme')
  const foreign = await other.get(`${back.pathname}${back.search}`)
  expect([foreign.status, notesOf(foreign)[0]?.includes('does not belong')]).toEqual([403, true])

  const stranger = await visitor.get(`${back.pathname}${back.search}`)
  expect([stranger.status, notesOf(stranger)[0]?.includes('not registered here')]).toEqual([403, true])
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
