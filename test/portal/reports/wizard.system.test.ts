import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import type { HttpListener } from '../../../src/http/listener.ts'
import { configurationOf } from '../../../src/registry/setup/overview.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { activePlace, draftedKey } from '../../registry/setup/wizard.ts'
import { testDatabase } from '../../support/test-database.ts'
import {
  type Browser,
  browserOf,
  certificateFile,
  type Fields,
  hiddenIn,
  reportsPortal,
  somebody,
  textOf,
  type Upload,
} from './rig.ts'

const CONTACT = {
  lastName: 'Janssens',
  firstName: 'An',
  email: 'an@example.be',
  phone: '+32 2 555 01 00',
  language: 'nl',
}
const CHOICE = { services: ['DMFA', 'DIMN'], environments: ['R', 'T'] }

let database: Database
let place: SetupPlace
let portal: HttpListener
let ann: Browser
let base: string
let provenAt = new Date()
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
  place = await activePlace(database)
  provenAt = new Date()
  portal = reportsPortal({ database, provenAt: () => provenAt })
  ann = browserOf(portal, await somebody(database, 'accessManager', place))
  base = `/enterprises/${place.enterpriseNumber}/qualities/${place.qualityCode}/structured-reports`
})
afterEach(() => portal[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

const reports = async () => (await configurationOf(database.queries, place)).reports
const draft = async () => (await configurationOf(database.queries, place)).draft

/** Opens the page, fills in its form and sends it. */
async function filled(path: string, fields: Fields = {}) {
  const page = await ann.get(`${base}/${path}`)
  return ann.post(`${base}/${path}`, { ...hiddenIn(page.body), ...fields })
}

async function proofs(more: Fields = {}): Promise<Fields> {
  const { blob, comment } = draftedKey()
  const file: Upload = { fileName: 'payroll.pem', bytes: await certificateFile(place.enterpriseNumber) }
  return {
    file,
    label: 'Payroll 2026',
    use: 'signature',
    ssh: `ssh-ed25519 ${blob.toString('base64')} ${comment}`,
    ...more,
  }
}

/** All steps but the last; resolves with where each has led. */
async function filledIn(channel: Fields = { channel: 'sftp' }, brought: Fields | null = null): Promise<string[]> {
  const steps: readonly (readonly [string, Fields])[] = [
    ['setup', {}],
    ['setup/technical-user', CONTACT],
    ['setup/channel', channel],
    ['setup/certificate', brought ?? (await proofs())],
    ['setup/services', CHOICE],
  ]
  const led: string[] = []
  for (const [path, fields] of steps) {
    const { statusCode, headers } = await filled(path, fields)
    led.push(`${statusCode} ${String(headers.location).replace(base, '')}`)
  }
  return led
}

describe('the wizard', () => {
  test('leads through its five steps to a sender number that may send', async () => {
    expect(await filledIn()).toEqual([
      '303 /setup/technical-user',
      '303 /setup/channel',
      '303 /setup/certificate',
      '303 /setup/services',
      '303 /setup/summary',
    ])
    expect(await reports()).toBeNull()
    const result = await filled('setup/summary')
    const sender = (await reports())?.senderNumber ?? ''
    expect([result.statusCode, sender]).toEqual([200, expect.stringMatching(/^[1-8]\d{5}$/)])
    expect(result.body).toContain(`value="${sender}"`)
    const overview = await ann.get(base)
    expect(overview.body).toContain(`value="${sender}"`)
    expect(textOf(overview.body)).toContain('Your enterprise may send.')
    expect(await draft()).toBeNull()
  })

  test('a password of FTP is shown in the answer to the confirmation, and nowhere after', async () => {
    const file = (await proofs()).file as Upload
    await filledIn({ channel: 'ftp' }, { file, use: 'signature' })
    const result = await filled('setup/summary')
    const password = /Password<\/dt><dd><span class="id">([^<]+)</.exec(result.body)?.[1]
    expect([result.statusCode, typeof password, result.headers['cache-control']]).toEqual([200, 'string', 'no-store'])
    expect((await ann.get(base)).body).not.toContain(password)
  })

  test('a second confirmation leads to what the first has made', async () => {
    await filledIn()
    const hidden = hiddenIn((await ann.get(`${base}/setup/summary`)).body)
    await ann.post(`${base}/setup/summary`, hidden)
    const sender = (await reports())?.senderNumber
    const again = await ann.post(`${base}/setup/summary`, hidden)
    expect([again.statusCode, again.headers.location]).toEqual([303, `${base}?done=reportsSetUp`])
    expect((await reports())?.senderNumber).toBe(sender)
  })

  test('a page that another tab has overtaken is refused and keeps what was typed', async () => {
    await filledIn()
    const hidden = hiddenIn((await ann.get(`${base}/setup/technical-user`)).body)
    await ann.post(`${base}/setup/technical-user`, { ...hidden, ...CONTACT, lastName: 'Maes' })
    const late = await ann.post(`${base}/setup/technical-user`, { ...hidden, ...CONTACT, lastName: 'Claes' })
    expect([late.statusCode, late.body.includes('value="Claes"'), late.body.includes('SLU-VERSION')]).toEqual([
      412,
      true,
      true,
    ])
    expect((await draft())?.contents.technicalUser?.lastName).toBe('Maes')
  })

  test('only the confirmation asks for a fresh sign-in, and what was filled in is kept', async () => {
    provenAt = new Date(Date.now() - 3_600_000)
    await filledIn()
    const refused = await filled('setup/summary')
    expect([refused.statusCode, refused.body.includes('SLU-REAUTH'), await reports()]).toEqual([403, true, null])
    expect(refused.body).toContain('/sign-in/again?returnTo=')
    provenAt = new Date()
    expect((await filled('setup/summary')).statusCode).toBe(200)
  })

  test('an empty field and a wrong one are told at the field, in the language of the visitor', async () => {
    await filled('setup')
    const empty = await filled('setup/technical-user', { ...CONTACT, lastName: '', phone: '' })
    expect([empty.statusCode, [...empty.body.matchAll(/id="(\w+)-error"/g)].map(([, name]) => name)]).toEqual([
      400,
      ['lastName', 'phone'],
    ])
    const wrong = await filled('setup/technical-user', { ...CONTACT, email: 'an' })
    expect([wrong.statusCode, wrong.body.includes('id="email-error"')]).toEqual([400, true])
    expect((await draft())?.contents.technicalUser).toBeUndefined()
  })

  test('what was thrown away is gone, and throwing it away twice is harmless', async () => {
    await filledIn()
    const hidden = hiddenIn((await ann.get(`${base}/setup/cancel`)).body)
    const gone = await ann.post(`${base}/setup/cancel`, hidden)
    const again = await ann.post(`${base}/setup/cancel`, hidden)
    const to = `${base}?done=setupCancelled`
    expect([gone.headers.location, again.headers.location, await draft()]).toEqual([to, to, null])
  })
})

test('a form that names no draft, or nonsense, finds none', async () => {
  await filled('setup')
  for (const sent of [{}, { draft: 'x', version: 'y' }, { draft: '', version: '1e9' }]) {
    const { statusCode, body } = await ann.post(`${base}/setup/technical-user`, { ...CONTACT, ...sent })
    expect([statusCode, body.includes('SLU-UNKNOWN')]).toEqual([404, true])
  }
})

describe('an upload', () => {
  test('case C19: a private key is refused in four parts, with its name and without a byte of it', async () => {
    await filled('setup')
    const secret = '-----BEGIN PRIVATE KEY-----\nTWVpbiBHZWhlaW1uaXM=\n-----END PRIVATE KEY-----'
    const file: Upload = { fileName: 'payroll.key', bytes: Buffer.from(secret) }
    const { statusCode, body } = await filled('setup/certificate', { file, use: 'signature', label: 'x' })
    expect(statusCode).toBe(400)
    expect(textOf(body)).toMatch(/Seen payroll\.key : .* Expected .* What to do .* Code SLU-CERTIFICATE/)
    expect(body).not.toContain('TWVpbiBHZWhlaW1uaXM')
  })

  test('case R15: a private SSH key is refused and not shown again', async () => {
    await filled('setup')
    await filled('setup/channel', { channel: 'sftp' })
    const ssh = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAA'
    const { statusCode, body } = await filled('setup/certificate', { ssh })
    expect([statusCode, body.includes('SLU-KEY'), body.includes('b3BlbnNz')]).toEqual([400, true, false])
  })

  test.each([
    ['a byte over the limit', 64 * 1024 + 1],
    ['larger than the whole form may be', 2 * 1024 * 1024],
  ])('a file that is %s brings the form back, with what was typed and what to do', async (_, bytes) => {
    await filled('setup')
    await filled('setup/channel', { channel: 'sftp' })
    const ssh = String((await proofs()).ssh)
    const file: Upload = { fileName: 'scan.pdf', bytes: Buffer.alloc(bytes, 'x') }
    const { statusCode, body } = await filled('setup/certificate', { file, use: 'signature', label: 'Payroll', ssh })
    expect([statusCode, body.includes('id="file-error"'), textOf(body)]).toEqual([
      ...[
        400,
        true,
        expect.stringMatching(/Seen scan\.pdf : The file is larger than 64 KiB\. .* Code SLU-CERTIFICATE/),
      ],
    ])
    expect([body.includes('value="Payroll"'), body.includes(ssh)]).toEqual([true, true])
  })

  test('the summary of nothing names every step that is missing', async () => {
    await filled('setup')
    const { body } = await ann.get(`${base}/setup/summary`)
    expect(textOf(body)).toContain('something is missing: Technical user , Channel , Certificate , Online services')
  })

  test('what the channel cannot do without is asked for at its field', async () => {
    await filled('setup')
    await filled('setup/channel', { channel: 'sftp' })
    const { statusCode, body } = await filled('setup/certificate', { ...(await proofs()), ssh: '' })
    expect([statusCode, body.includes('id="ssh-error"'), body.includes('id="file-error"')]).toEqual([400, true, false])
    expect((await draft())?.contents.certificates.map(({ label }) => label)).toEqual(['Payroll 2026'])
  })

  test('a certificate of another enterprise is refused', async () => {
    await filled('setup')
    const file: Upload = { fileName: 'a.pem', bytes: await certificateFile('0206731645' as never) }
    const { statusCode, body } = await filled('setup/certificate', { file, use: 'signature' })
    expect([statusCode, body.includes('SLU-CERTIFICATE')]).toEqual([400, true])
  })

  test('a proof can be taken out again', async () => {
    await filledIn()
    const [first] = (await draft())?.contents.certificates ?? []
    const { statusCode } = await filled('setup/certificate', { without: first?.sha256 ?? '' })
    expect([statusCode, (await draft())?.contents.certificates]).toEqual([400, []])
  })
})

describe('fixed links', () => {
  test('decision 31: they are offered to administrations alone', async () => {
    await filled('setup')
    expect((await ann.get(`${base}/setup/channel`)).body).not.toContain('publilink')
    const refused = await filled('setup/channel', { channel: 'ftp', network: 'publilink' })
    expect([refused.statusCode, (await draft())?.contents.channel]).toEqual([400, undefined])
    const town = await activePlace(database, 2, 'QUAL_MUN_ADM')
    const mayor = browserOf(portal, await somebody(database, 'accessManager', town))
    const there = `/enterprises/${town.enterpriseNumber}/qualities/QUAL_MUN_ADM/structured-reports`
    await mayor.post(`${there}/setup`)
    expect((await mayor.get(`${there}/setup/channel`)).body).toContain('value="publilink"')
  })
})
