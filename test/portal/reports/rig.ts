/** A portal on a real database, with people who hold what a test says, as a browser and as a program meet it. */
import { createHash } from 'node:crypto'
import { silentLog } from '../../../src/base/log.ts'
import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import type { HttpListener } from '../../../src/http/listener.ts'
import { csrfToken } from '../../../src/http/same-origin.ts'
import type { PortalGround } from '../../../src/portal/ground.ts'
import { createPortal } from '../../../src/portal/portal.ts'
import type { InspectUpload, SendingFacts, ShownOffer } from '../../../src/portal/reports-ground.ts'
import type { Role } from '../../../src/registry/policy/matrix.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { inspectCertificate } from '../../../src/signing/inspect-certificate.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { OFFER } from '../../registry/fixtures.ts'

export const ORIGIN = 'https://portal.example'

const LIMITS = {
  ...{ httpBodyBytes: 128 * 1024, httpHeaderSeconds: 10, httpRequestSeconds: 20, httpConnections: 50, idleSeconds: 30 },
  httpConnectionsPerAddress: 50,
}
const LABELS = { de: 'Dienst', fr: 'Service', nl: 'Dienst', en: 'Service' }

export const SHOWN_OFFER: ShownOffer = {
  ...OFFER,
  qualities: OFFER.qualities.map((quality) => ({
    ...quality,
    labels: { de: 'LSS-Arbeitgeber', fr: 'Employeur ONSS', nl: 'RSZ-werkgever', en: 'NSSO employer' },
  })),
  services: OFFER.services.map((service) => ({ ...service, labels: LABELS })),
}

export const FACTS: SendingFacts = {
  sftp: { host: 'sftp.example', port: 8022, hostKeys: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:abc' }] },
  ftp: {
    ...{ host: 'ftp.example', port: 8021, implicitPort: 990, mustUseTls: true },
    ...{ passivePorts: { first: 8100, last: 8199 }, tlsFingerprint: 'AB:CD', tlsEndsAt: new Date('2028-01-01') },
  },
  web: { url: 'https://ws.example/REST/structuredReports/v1' },
  networks: [{ name: 'publilink', cidrs: ['192.0.2.0/24'], plainFtp: true }],
  gatewayNumber: '999999',
}

type Rig = {
  readonly database: Database
  readonly provenAt?: () => Date
  readonly assurance?: number
  readonly origin?: string
  readonly port?: number
}

export function reportsPortal({
  database,
  provenAt = () => new Date(),
  assurance = 400,
  origin = ORIGIN,
  port = 0,
}: Rig): HttpListener {
  const ground = {
    access: () => ({ ...SHOWN_OFFER, refusalsPerHour: 60 }),
    ...{ database, publicUrl: origin, mode: 'trial' as const, now: () => new Date() },
    rules: { usersManageChannels: false, freshSeconds: 300, freshAssurance: 400 },
    box: { fingerprint: (text: string) => createHash('sha256').update(text).digest() },
    findSession: async (token: string) => sessionOf(token, provenAt(), assurance),
    reports: {
      ...{ offer: () => SHOWN_OFFER, draftHours: () => 24, sendingFacts: async () => FACTS },
      inspectUpload: (async (file, usages) =>
        inspectCertificate(file, {
          issuers: [],
          allowSelfSigned: true,
          now: new Date(),
          usages,
        })) satisfies InspectUpload,
    },
  } as unknown as PortalGround
  const listening = { host: '127.0.0.1', port, limits: LIMITS, log: silentLog }
  return createPortal({ ...listening, ground, health: async () => 'up' as const })
}

/** A session token is the account's id with some letters before it. */
export function tokenOf(accountId: string): string {
  return `${'t'.repeat(7)}${accountId}`
}

function sessionOf(token: string, provenAt: Date, assurance: number) {
  const accountId = token.slice(7)
  return {
    ...{
      reaches: null,
      sessionId: accountId,
      accountId,
      method: 'totp',
      assurance,
      provenAt,
      provenAssurance: assurance,
    },
    isLimited: false,
  }
}

let people = 0

/** Somebody with one role at the place; a main role where `qualityCode` is left out. */
export async function somebody(database: Database, role: Role | null, place: SetupPlace): Promise<string> {
  people += 1
  const id = `0197a000-0000-7000-8000-${String(people).padStart(12, '0')}`
  const { queries } = database
  const names = { last_name: 'Peeters', first_name: 'Ann', language: 'en', created_by: 'test' }
  await queries
    .insertInto('person')
    .values({
      person_id: id,
      ...names,
      ssin_hash: createHash('sha256').update(id).digest(),
      ssin_sealed: Buffer.from('x'),
    })
    .execute()
  await queries.insertInto('account').values({ account_id: id, person_id: id, state: 'active' }).execute()
  const quality = { enterprise_number: place.enterpriseNumber, quality_code: place.qualityCode }
  await queries
    .insertInto('quality')
    .values({ ...quality, state: 'active' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  if (role === 'user') {
    await queries
      .insertInto('quality_user')
      .values({ quality_user_id: id, account_id: id, ...quality, state: 'active', created_by: 'test' } as never)
      .execute()
  } else if (role === 'technicalUser') {
    await queries.updateTable('technical_user').set({ account_id: id }).execute()
  } else if (role !== null) await appoint(database, id, role, place)
  return id
}

async function appoint(database: Database, id: string, role: Role, place: SetupPlace): Promise<void> {
  const isMain = role === 'mainAccessManager' || role === 'coMainAccessManager'
  const appointed = { account_id: id, appointed_by: 'test', state: 'active' }
  await database.queries
    .insertInto('appointment')
    .values({
      ...{ appointment_id: id, role, enterprise_number: place.enterpriseNumber, ...appointed },
      quality_code: isMain ? null : place.qualityCode,
      origin: role === 'mainAccessManager' ? 'legalRepresentative' : 'appointment',
    })
    .execute()
}

export type Fields = Readonly<Record<string, string | readonly string[] | Upload>>
export type Upload = { readonly fileName: string; readonly bytes: Buffer }

/** A browser that is signed in: follows nothing, and keeps nothing but its session. */
export function browserOf({ app }: HttpListener, accountId: string, language = 'en') {
  const token = tokenOf(accountId)
  const cookie = `__Host-session=${token}`
  const common = { cookie, 'accept-language': language }
  return {
    get: (url: string) => app.inject({ method: 'GET', url, headers: common }),
    post: (url: string, fields: Fields = {}) => {
      const { body, type } = multipart({ csrf: csrfToken(token), ...fields })
      const headers = { ...common, origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'content-type': type }
      return app.inject({ method: 'POST', url, headers, payload: body })
    },
  }
}

export type Browser = ReturnType<typeof browserOf>

/** Hidden fields of the form on a page, as a browser would send them back. */
export function hiddenIn(html: string): Record<string, string> {
  const hidden = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
  return Object.fromEntries(hidden.map(([, name, value]) => [name, value]).filter(([name]) => name !== 'csrf'))
}

/** What a reader sees: text alone, with single blanks. */
export function textOf(html: string): string {
  return html
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
}

/** A self-signed certificate that names the enterprise, or nobody. */
export async function certificateFile(enterpriseNumber: EnterpriseNumber | null, name = 'Payroll'): Promise<Buffer> {
  const request = { commonName: name, keyType: 'ec' as const, days: 400, now: new Date() }
  const made = await makeSelfSigned({ ...request, ...(enterpriseNumber && { enterpriseNumber }) })
  return Buffer.from(made.certificatePem)
}

const BOUNDARY = 'form-boundary'

function multipart(fields: Fields): { body: Buffer; type: string } {
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value]
    return values.map((one: string | Upload) => partOf(name, one))
  })
  const body = Buffer.concat([...parts.flat(), Buffer.from(`--${BOUNDARY}--\r\n`)])
  return { body, type: `multipart/form-data; boundary=${BOUNDARY}` }
}

function partOf(name: string, value: string | Upload): Buffer[] {
  const isText = typeof value === 'string'
  const fileName = isText ? '' : `; filename="${value.fileName}"\r\ncontent-type: application/octet-stream`
  return [
    Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${fileName}\r\n\r\n`),
    isText ? Buffer.from(value) : value.bytes,
    Buffer.from('\r\n'),
  ]
}
