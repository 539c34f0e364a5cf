/** A gateway with an enterprise whose main access manager activates the account, as people do it. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { eventually, type Site } from '../gateway/gateway.ts'
import { type Browser, browser, type Page } from './browser.ts'

export const ENTERPRISE = '0206731645'
export const SSIN = '85073000160'
export const PASSWORD = 'Kennwort-mit-12'

export type Told = { readonly medium: 'mail' | 'sms'; readonly to: string; readonly text: string }

export function importDocument(manager: Readonly<Record<string, string>> = {}) {
  const mainAccessManager = {
    ...{ lastName: 'Muster', firstName: 'Anna', ssin: SSIN },
    ...{ email: 'anna@baeckerei.example', mobilePhone: '+32470000001', ...manager },
  }
  const enterprise = {
    ...{ enterpriseNumber: ENTERPRISE, legalName: 'Bäckerei Ölmann', language: 'de' },
    notificationEmail: 'post@baeckerei.example',
    qualities: [{ code: 'QUAL_EMP_NOSS' }],
  }
  return { enterprises: [{ ...enterprise, mainAccessManager }] }
}

export async function importEnterprise(site: Site, document: object = importDocument()): Promise<void> {
  const file = join(site.folder, 'import.json')
  await writeFile(file, JSON.stringify(document))
  const { code, err } = await site.sluice('registry', 'import', file)
  if (code !== 0) throw new Error(err)
}

/** The messages that have left, oldest first. */
export async function messagesOf(site: Site): Promise<Told[]> {
  const folder = join(site.folder, 'spool', 'messages')
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.json')).sort()
  return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Told))
}

/** Waits until as many have left. */
export function messages(site: Site, count: number): Promise<Told[]> {
  return eventually(
    () => messagesOf(site),
    (told) => told.length >= count,
  )
}

export function linkIn({ text }: Told): string {
  const url = /https:\S+/.exec(text)?.[0] ?? ''
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}

export function codeIn({ text }: Told): string {
  return /\b\d{8}\b/.exec(text)?.[0] ?? ''
}

/** The code of an app at this moment, or so many steps of 30 seconds later. */
export function appCode(secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })
}

export function secretIn({ html }: Page): string {
  return (/(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(html)?.[0] ?? '').replaceAll(' ', '')
}

export type Activated = {
  readonly visitor: Browser
  readonly username: string
  readonly secret: string
  readonly recoveryCodes: readonly string[]
  readonly last: Page
}

/** From the import to the first session. */
export async function activate(site: Site, { addresses }: GatewayProcess, nth = 0): Promise<Activated> {
  const visitor = browser(addresses.portal)
  const told = await messages(site, 2 * nth + 2)
  const [mail, sms] = told.slice(2 * nth) as [Told, Told]
  const asked = await visitor.get(linkIn(mail))
  const choosing = await visitor.fill(asked, '/activation', { code: codeIn(sms) })
  const username = /<dd><span class="id">([^<]+)</.exec(choosing.html)?.[1] ?? ''
  const app = await visitor.fill(choosing, '/activation/password', { password: PASSWORD, confirmation: PASSWORD })
  const secret = secretIn(app)
  const last = await visitor.fill(app, '/activation/app', { code: appCode(secret) })
  const recoveryCodes = [...last.html.matchAll(/[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}/g)].map(([code]) => code)
  return { visitor, username, secret, recoveryCodes, last }
}
