import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import type { HttpListener } from '../../../src/http/listener.ts'
import { configurationOf, type ShownReports } from '../../../src/registry/setup/overview.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { auditOf } from '../../registry/fixtures.ts'
import { sentBy } from '../../registry/setup/sent.ts'
import { activePlace, draftedKey, ownCertificate, setUp } from '../../registry/setup/wizard.ts'
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
} from './rig.ts'

let database: Database
let place: SetupPlace
let portal: HttpListener
let annId: string
let ann: Browser
let base: string
let provenAt = new Date()
const OVER_SFTP = { channels: ['sftp'], service: 'DMFA' }

beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
  place = await activePlace(database)
  await setUp(database, place, ownCertificate(place, { label: 'Payroll' }))
  provenAt = new Date()
  portal = reportsPortal({ database, provenAt: () => provenAt })
  annId = await somebody(database, 'accessManager', place)
  ann = browserOf(portal, annId)
  base = `/enterprises/${place.enterpriseNumber}/qualities/${place.qualityCode}/structured-reports`
})
afterEach(() => portal[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

async function reports(): Promise<ShownReports> {
  const { reports: shown } = await configurationOf(database.queries, place)
  if (!shown) throw new Error('nothing is set up')
  return shown
}

async function filled(path: string, fields: Fields = {}) {
  const page = await ann.get(`${base}/${path}`)
  return ann.post(`${base}/${path}`, { ...hiddenIn(page.body), ...fields })
}

/** Status and place of a change that was made. */
function told({ statusCode, headers }: Awaited<ReturnType<typeof filled>>) {
  return [statusCode, headers.location]
}

describe('a channel', () => {
  test('is suspended and resumed, each with a reason that stands in the audit', async () => {
    expect(told(await filled('channels/sftp/suspend', { reason: 'key lost' }))).toEqual([
      303,
      `${base}?done=channelSuspended`,
    ])
    expect((await reports()).channels.map(({ state }) => state)).toEqual(['suspended'])
    expect(textOf((await ann.get(base)).body)).toContain('Your enterprise may not send at present.')
    expect(told(await filled('channels/sftp/resume', { reason: 'found' }))).toEqual([
      303,
      `${base}?done=channelResumed`,
    ])
    const { senderNumber, channels } = await reports()
    expect(channels.map(({ state }) => state)).toEqual(['active'])
    const reasons = (await auditOf(database, `sender:${senderNumber}`)).filter(({ action }) =>
      /channel\.(suspend|resume)/.test(action),
    )
    expect(reasons.map(({ reason }) => reason)).toEqual(['key lost', 'found'])
  })

  test('is not suspended without a reason', async () => {
    const refused = await filled('channels/sftp/suspend', { reason: ' ' })
    expect([refused.statusCode, refused.body.includes('id="reason-error"')]).toEqual([400, true])
    expect((await reports()).channels.map(({ state }) => state)).toEqual(['active'])
  })

  test('is not removed when it is the last one', async () => {
    const refused = await filled('channels/sftp/remove', { reason: 'x' })
    expect([refused.statusCode, textOf(refused.body).includes('This is the last channel.')]).toEqual([409, true])
  })

  test('of FTP comes with a password that is shown once, and may get a new one', async () => {
    const opened = await filled('channels/add', { channel: 'ftp' })
    const first = passwordIn(opened.body)
    const renewed = await filled('channels/ftp/password', { reason: 'lost' })
    const second = passwordIn(renewed.body)
    expect([opened.statusCode, renewed.statusCode, typeof first, first === second]).toEqual([200, 200, 'string', false])
    expect((await reports()).channels.map(({ type }) => type)).toEqual(['ftp', 'sftp'])
    expect(told(await filled('channels/sftp/remove', { reason: 'moved' }))).toEqual([
      303,
      `${base}?done=channelRemoved`,
    ])
    expect((await reports()).channels.map(({ type }) => type)).toEqual(['ftp'])
  })

  test('is replaced in one step: what that would have refused is told first, and then the reason is asked', async () => {
    expect((await ann.get(`${base}/channels/sftp`)).body).toContain(`${base}/channels/sftp/replace`)
    await sentBy(database, (await reports()).senderNumber, { name: 'DMFA.1', hoursAgo: 1, ...OVER_SFTP })
    const preview = await filled('channels/sftp/replace', { channel: 'web' })
    const told = textOf(preview.body)
    expect([preview.statusCode, (await reports()).channels.map(({ type }) => type)]).toEqual([200, ['sftp']])
    for (const part of [
      'In the last 30 days this would have rejected one set.',
      'code 249 (1)',
      'No set is being uploaded now',
      'From now on files are sent by Web service instead of SFTP.',
      'only when a certificate for the log-in was added',
    ]) {
      expect(told).toContain(part)
    }
    const unexplained = await ann.post(`${base}/channels/sftp/replace`, { ...hiddenIn(preview.body), reason: '' })
    expect([unexplained.statusCode, unexplained.body.includes('id="reason-error"')]).toEqual([400, true])
    const sent = { ...hiddenIn(unexplained.body), reason: 'new program' }
    const replaced = await ann.post(`${base}/channels/sftp/replace`, sent)
    expect([replaced.statusCode, replaced.headers.location]).toEqual([303, `${base}?done=channelReplaced`])
    const { channels, services, senderNumber } = await reports()
    expect([channels.map(({ type }) => type), services.map((one) => one.channels)]).toEqual([
      ['web'],
      [['web'], ['web']],
    ])
    const audited = await auditOf(database, `sender:${senderNumber}`)
    const explained = audited.filter(({ reason }) => reason === 'new program').map(({ action }) => action)
    expect(explained).toEqual(expect.arrayContaining(['channel.opened', 'channel.remove']))
  })

  test('that FTP takes the place of comes with its password, once, and leaves nothing else to choose but SFTP', async () => {
    await filled('channels/add', { channel: 'web' })
    const preview = await filled('channels/sftp/replace', { channel: 'ftp' })
    const replaced = await ann.post(`${base}/channels/sftp/replace`, { ...hiddenIn(preview.body), reason: 'x' })
    expect([replaced.statusCode, typeof passwordIn(replaced.body)]).toEqual([200, 'string'])
    expect((await reports()).channels.map(({ type }) => type)).toEqual(['ftp', 'web'])
    const choice = (await ann.get(`${base}/channels/ftp/replace`)).body
    expect([...choice.matchAll(/type="radio"[^>]*value="(\w+)"|value="(\w+)"[^>]*type="radio"/g)].length).toBe(1)
  })

  test.each([
    ['nothing is chosen', {}, 'channel-error'],
    ['there is one already', { channel: 'sftp' }, 'channel-error'],
    ['the network is not there', { channel: 'ftp', network: 'nowhere' }, 'href="#network"'],
  ])('is not replaced when %s', async (_, fields, told) => {
    const refused = await filled('channels/sftp/replace', fields)
    expect([refused.statusCode, refused.body.includes(told)]).toEqual([400, true])
    expect((await reports()).channels.map(({ type }) => type)).toEqual(['sftp'])
  })

  test('is not replaced when all are open, or by what was changed meanwhile', async () => {
    const preview = await filled('channels/sftp/replace', { channel: 'web' })
    await filled('channels/add', { channel: 'ftp' })
    const late = await ann.post(`${base}/channels/sftp/replace`, { ...hiddenIn(preview.body), reason: 'x' })
    expect([late.statusCode, late.body.includes('SLU-VERSION')]).toEqual([412, true])
    await filled('channels/add', { channel: 'web' })
    expect((await ann.get(`${base}/channels/sftp/replace`)).statusCode).toBe(404)
    expect((await ann.get(`${base}/channels/sftp`)).body).not.toContain('/replace')
  })

  test('that does not exist is not there', async () => {
    expect((await ann.get(`${base}/channels/web/replace`)).statusCode).toBe(404)
    expect((await ann.get(`${base}/channels/web`)).statusCode).toBe(404)
    expect((await ann.get(`${base}/channels/web/suspend`)).statusCode).toBe(404)
  })
})

describe('proofs', () => {
  test('case C18: a second certificate is added beside the first, renamed, and the first removed', async () => {
    const file = { fileName: 'new.pem', bytes: await certificateFile(place.enterpriseNumber, 'New') }
    const added = await filled('certificates/add', { file, label: 'Payroll 2028', use: 'signature' })
    expect(told(added)).toEqual([303, `${base}?done=certificateAdded`])
    const [first, second] = (await reports()).certificates
    await filled(`certificates/${second?.sha256}`, { label: 'Payroll new' })
    await filled(`certificates/${first?.sha256}/remove`, { reason: 'rolled over' })
    expect((await reports()).certificates.map(({ label, state }) => [label, state])).toEqual([['Payroll new', 'valid']])
  })

  test('a key is added, renamed and removed', async () => {
    const { blob } = draftedKey()
    await filled('ssh-keys/add', { ssh: `ssh-ed25519 ${blob.toString('base64')} x`, sshLabel: 'Server' })
    const keys = async () => (await reports()).channels.flatMap(({ sshKeys }) => sshKeys)
    const [old, added] = await keys()
    await filled(`ssh-keys/${added?.sha256}`, { label: 'Server 2' })
    await filled(`ssh-keys/${old?.sha256}/remove`, { reason: 'replaced' })
    expect((await keys()).map(({ label }) => label)).toEqual(['Server 2'])
  })

  test('a certificate of another sender is not there', async () => {
    expect((await ann.get(`${base}/certificates/${'a'.repeat(64)}`)).statusCode).toBe(404)
  })
})

describe('services, technical user and the end', () => {
  test('another choice is first held against what was sent, and then made with a reason', async () => {
    const preview = await filled('services', { services: ['DMFA'], environments: ['R'] })
    expect([preview.statusCode, textOf(preview.body).includes('In the last 30 days')]).toEqual([200, true])
    expect((await reports()).services.map(({ service }) => service)).toEqual(['DIMN', 'DMFA'])
    const sent = { ...hiddenIn(preview.body), services: ['DMFA'], environments: ['R'], reason: 'no Dimona' }
    expect(told(await ann.post(`${base}/services`, sent))).toEqual([303, `${base}?done=servicesChanged`])
    expect((await reports()).services).toEqual([{ service: 'DMFA', channels: ['sftp'], environments: ['R'] }])
  })

  test('another technical user leaves the number as it is', async () => {
    const { senderNumber } = await reports()
    const contact = { lastName: 'Maes', firstName: 'Jo', email: 'jo@example.be', phone: '+3225550102', language: 'fr' }
    expect(told(await filled('technical-user', contact))).toEqual([303, `${base}?done=contactChanged`])
    const after = await reports()
    expect([after.senderNumber, after.technicalUser?.lastName]).toEqual([senderNumber, 'Maes'])
  })

  test('the technical user is linked to a user of the quality, who may then look and change nothing, and unlinked', async () => {
    const user = await somebody(database, 'user', place)
    const browser = browserOf(portal, user)
    expect((await browser.get(base)).statusCode).toBe(403)
    const form = (await ann.get(`${base}/technical-user/account`)).body
    expect([form.includes(`<option value="${user}"`), textOf(form).includes('not linked')]).toEqual([true, true])
    expect(told(await filled('technical-user/account', { userId: user }))).toEqual([
      ...[303, `${base}?done=contactLinked`],
    ])
    expect((await reports()).technicalUser?.accountId).toBe(user)
    expect(textOf((await ann.get(base)).body)).toContain('Account Ann Peeters')
    expect((await ann.get(`${base}/technical-user`)).body).toContain('linked to an account')
    const seen = [await browser.get(base), await browser.get(`${base}/technical-user/account`)]
    expect(seen.map(({ statusCode }) => statusCode)).toEqual([200, 403])
    expect(told(await filled('technical-user/account', { userId: '' }))).toEqual([
      ...[303, `${base}?done=contactUnlinked`],
    ])
    expect((await browser.get(base)).statusCode).toBe(403)
  })

  test('users to link with are found by a part of their name', async () => {
    const user = await somebody(database, 'user', place)
    const offered = async (search: string) => {
      const { body } = await ann.get(`${base}/technical-user/account?search=${search}`)
      return [...body.matchAll(/<option value="([^"]+)"/g)].map(([, id]) => id)
    }
    expect([await offered('peet'), await offered('nobody')]).toEqual([[user], []])
  })

  test('nobody of another quality is linked, and no one who is locked', async () => {
    const other = await somebody(database, 'user', { ...place, qualityCode: 'QUAL_COMPANY' })
    const locked = await somebody(database, 'user', place)
    const { queries } = database
    await queries.updateTable('quality_user').set({ state: 'locked' }).where('account_id', '=', locked).execute()
    for (const userId of [other, locked, 'nonsense']) {
      const refused = await filled('technical-user/account', { userId })
      expect([refused.statusCode, refused.body.includes('id="userId-error"')]).toEqual([400, true])
    }
    expect((await reports()).technicalUser?.accountId).toBeNull()
  })

  test('case R20: what is stopped is gone, and a new set-up gets another number', async () => {
    const { senderNumber } = await reports()
    expect(told(await filled('stop', { reason: 'no staff any more' }))).toEqual([303, `${base}?done=reportsStopped`])
    expect((await configurationOf(database.queries, place)).reports).toBeNull()
    await setUp(database, place)
    expect((await reports()).senderNumber).not.toBe(senderNumber)
  })
})

describe('what somebody else has changed meanwhile', () => {
  test('is told with 412, and changes nothing', async () => {
    const stale = hiddenIn((await ann.get(`${base}/channels/sftp/suspend`)).body)
    await filled('technical-user', {
      lastName: 'Maes',
      firstName: 'Jo',
      email: 'jo@example.be',
      phone: '+3225550102',
      language: 'fr',
    })
    const late = await ann.post(`${base}/channels/sftp/suspend`, { ...stale, reason: 'x' })
    expect([late.statusCode, late.body.includes('SLU-VERSION')]).toEqual([412, true])
    expect((await reports()).channels.map(({ state }) => state)).toEqual(['active'])
  })

  test('a change asks for a fresh sign-in, and says where', async () => {
    provenAt = new Date(Date.now() - 3_600_000)
    const refused = await filled('channels/sftp/suspend', { reason: 'x' })
    expect([refused.statusCode, refused.body.includes('/sign-in/again?returnTo=')]).toEqual([403, true])
  })
})

describe('the rows of the matrix', () => {
  const CHANGING = [
    'channels/add',
    'channels/sftp/suspend',
    'channels/sftp/replace',
    'certificates/add',
    'ssh-keys/add',
    'services',
    'technical-user',
    'technical-user/account',
    'stop',
  ]

  test.each([
    ['accessManager', 200, 200],
    ['coAccessManager', 200, 200],
    ['mainAccessManager', 200, 403],
    ['coMainAccessManager', 200, 403],
    ['technicalUser', 200, 403],
    ['user', 403, 403],
  ] as const)('%s, without a profile besides: %i to look, %i to change', async (role, look, change) => {
    const id = role === 'accessManager' ? annId : await somebody(database, role, place)
    const browser = browserOf(portal, id)
    const looks = [await browser.get(base), await browser.get(`${base}/send`)]
    const changes = []
    for (const path of CHANGING) changes.push(await browser.get(`${base}/${path}`))
    const posted = await browser.post(`${base}/stop`, { reason: 'x', version: '0' })
    const statuses = (answers: readonly { statusCode: number }[]) => [
      ...new Set(answers.map(({ statusCode }) => statusCode)),
    ]
    expect([statuses(looks), statuses(changes), posted.statusCode]).toEqual([
      [look],
      [change],
      change === 200 ? 412 : 403,
    ])
  })

  test('a manager of another quality, and a stranger, do not learn that it is there', async () => {
    const other = await somebody(database, 'accessManager', { ...place, qualityCode: 'QUAL_COMPANY' })
    for (const id of [other, await somebody(database, null, place)]) {
      const browser = browserOf(portal, id)
      const looks = [
        await browser.get(base),
        await browser.get(`${base}/stop`),
        await browser.post(`${base}/stop`, { reason: 'x', version: '1' }),
      ]
      expect(looks.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404])
    }
  })

  test('nobody in particular is led to the sign-in', async () => {
    const { statusCode, headers } = await portal.app.inject({ method: 'GET', url: base })
    expect([statusCode, headers.location]).toEqual([303, expect.stringContaining('/sign-in')])
  })
})

describe('the overview', () => {
  test.each(['de', 'fr', 'nl', 'en'])('in %s leads from the latest set to what became of it', async (language) => {
    const { senderNumber } = await reports()
    const id = '0197a000-0000-7000-8000-00000000abcd'
    const key = `IN/DMFA.${senderNumber}.20261123.00001.R`
    const set = { submission_id: id, sender_number: senderNumber, environment: 'R', raw_key: key, routable: true }
    await database.queries
      .insertInto('submission')
      .values({ ...set, sealed_at: new Date() })
      .execute()
    const { body } = await ann.get(`${base}?lang=${language}`)
    const submission = base.replace('structured-reports', `submissions/${id}`)
    expect([body.includes(`<html lang="${language}"`), body.includes(`<a href="${submission}">${key}</a>`)]).toEqual([
      ...[true, true],
    ])
    expect((await ann.get(submission)).statusCode).toBe(200)
  })
})

describe('who looks for structured messages', () => {
  test.each([
    ['de', 'auch: Strukturierte Mitteilungen', 'Strukturierte Berichte, auch Strukturierte Mitteilungen genannt.'],
    ['en', 'also: Structured messages', 'Structured reports, also called Structured messages.'],
  ])('finds them in %s by the menu, on the page and by their address', async (language, menu, lead) => {
    const { body } = await ann.get(`${base}?lang=${language}`)
    expect([body.includes(`title="${menu}"`), textOf(body).includes(lead)]).toEqual([true, true])
    const { statusCode, headers } = await ann.get(base.replace('reports', 'messages'))
    expect([statusCode, headers.location]).toEqual([303, base])
  })

  test.each(['fr', 'nl'])('is told nothing more in %s, where both have one name', async (language) => {
    const { body } = await ann.get(`${base}?lang=${language}`)
    expect([body.includes(`<html lang="${language}"`), body.includes('<small class="only-menu">')]).toEqual([
      true,
      false,
    ])
    expect(/ title="[^"]*gestructureerde|structurés"/i.test(body)).toBe(false)
  })
})

describe('the guide', () => {
  test.each(['de', 'fr', 'nl', 'en'])(
    'in %s tells host, port, keys, folders and names with the own number',
    async (language) => {
      const { senderNumber } = await reports()
      const { body, statusCode } = await ann.get(`${base}/send?lang=${language}`)
      const text = textOf(body)
      expect([statusCode, body.includes(`<html lang="${language}"`)]).toEqual([200, true])
      for (const part of [
        'sftp.example',
        '8022',
        'SHA256:abc',
        'INTEST-S',
        'OUTTEST',
        `GO.DIMN.${senderNumber}.`,
        'openssl cms -sign',
      ]) {
        expect(text).toContain(part)
      }
    },
  )
})

function passwordIn(html: string): string | undefined {
  return /Password<\/dt><dd><span class="id">([^<]+)</.exec(html)?.[1]
}
