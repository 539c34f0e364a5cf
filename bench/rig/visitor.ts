/** A visitor of the portal without a browser: as few requests as signing in needs. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { type Agent, request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { ENTERPRISES } from '../../src/cli/demo/example.ts'
import type { Gateway } from './gateway.ts'

export type Account = { readonly username: string; readonly password: string }

type Portal = Pick<Gateway, 'portal'>
type Shown = { readonly answer: IncomingMessage; readonly html: string; readonly cookies: string }

const PASSWORD = 'Bench-Kennwort-12'
const LOOK_MILLISECONDS = 50
const LOOKS_MAX = 1200
const SEE_OTHER = 303

/** A main access manager with a password of his own, made as people are: taken over, told by mail and SMS, signed in once. */
export async function makeAccount(gateway: Gateway, agent: Agent): Promise<Account> {
  const { number, name } = ENTERPRISES[1]
  const mainAccessManager = {
    ...{ lastName: 'Example', firstName: 'Noor', language: 'en' },
    ...{ email: 'noor@foundry.example', mobilePhone: '+32470000001' },
  }
  const enterprise = { enterpriseNumber: number, legalName: name, qualities: [{ code: 'QUAL_EMP_NOSS' }] }
  const file = join(gateway.folder, 'import.json')
  await writeFile(file, JSON.stringify({ enterprises: [{ ...enterprise, mainAccessManager }] }))
  await gateway.command('registry', 'import', file)
  const [username, provisional] = await firstWords(join(gateway.folder, 'spool', 'messages'))
  const signedIn = await signIn(gateway, { username, password: provisional }, agent)
  const form = await show(gateway, '/profile/password', signedIn.cookies, agent)
  const fields = { csrf: csrfIn(form), password: PASSWORD, confirmation: PASSWORD }
  expectRedirect(await post(gateway, '/profile/password', form.cookies, fields, agent))
  return { username, password: PASSWORD }
}

/** Throws when it does not succeed. */
export async function signIn(gateway: Portal, { username, password }: Account, agent: Agent): Promise<Shown> {
  const page = await show(gateway, '/sign-in', '', agent)
  return expectRedirect(
    await post(gateway, '/sign-in', page.cookies, { csrf: csrfIn(page), username, password }, agent),
  )
}

/** The user name of the mail and the password of the SMS; mail and SMS are files here. */
async function firstWords(folder: string): Promise<[username: string, password: string]> {
  for (let look = 0; look < LOOKS_MAX; look++) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
    const told = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))))
    const mail = told.find(({ medium }) => medium === 'mail')
    const sms = told.find(({ medium }) => medium === 'sms')
    if (mail && sms) return [/^[a-z0-9._-]+$/m.exec(mail.text)?.[0] ?? '', /: (\S+)\s*$/.exec(sms.text)?.[1] ?? '']
    await pause(LOOK_MILLISECONDS)
  }
  throw new Error('the first codes have not left')
}

function expectRedirect(shown: Shown): Shown {
  if (shown.answer.statusCode !== SEE_OTHER) throw new Error(`a form was answered with ${shown.answer.statusCode}`)
  return shown
}

function csrfIn({ html }: Shown): string {
  return /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
}

function show(gateway: Portal, path: string, cookies: string, agent: Agent): Promise<Shown> {
  return ask(gateway, { method: 'GET', path, cookies, body: '' }, agent)
}

function post(
  gateway: Portal,
  path: string,
  cookies: string,
  fields: Readonly<Record<string, string>>,
  agent: Agent,
): Promise<Shown> {
  return ask(gateway, { method: 'POST', path, cookies, body: `${new URLSearchParams(fields)}` }, agent)
}

type Asked = { readonly method: string; readonly path: string; readonly cookies: string; readonly body: string }

async function ask({ portal }: Portal, { method, path, cookies, body }: Asked, agent: Agent): Promise<Shown> {
  const headers = {
    ...{ accept: 'text/html', cookie: cookies, origin: `https://${portal.host}:${portal.port}` },
    ...(body && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ ...portal, method, path, headers, agent, rejectUnauthorized: false }, resolve)
      .on('error', reject)
      .end(body)
  })
  const set = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0] ?? '')
  return { answer, html: await text(answer), cookies: [cookies, ...set].filter(Boolean).join('; ') }
}
