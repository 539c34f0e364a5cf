import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import type { HttpListener } from '../../../src/http/listener.ts'
import { csrfToken } from '../../../src/http/same-origin.ts'
import { openApiOf } from '../../../src/portal/openapi.ts'
import { API } from '../../../src/portal/routes.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { sentBy } from '../../registry/setup/sent.ts'
import { activePlace, draftedKey, setUp } from '../../registry/setup/wizard.ts'
import { testDatabase } from '../../support/test-database.ts'
import { certificateFile, ORIGIN, reportsPortal, somebody, tokenOf } from './rig.ts'

const CONTACT = { lastName: 'Janssens', firstName: 'An', email: 'an@example.be', phone: '+3225550100', language: 'nl' }
const CHANNEL_ID = '0197a000-0000-7000-8000-000000000000'
const CHOICE = { services: ['DMFA', 'DIMN'], environments: ['R', 'T'] }

let database: Database
let place: SetupPlace
let portal: HttpListener
let ann: string
let base: string
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
  place = await activePlace(database)
  portal = reportsPortal({ database })
  ann = await somebody(database, 'accessManager', place)
  base = baseOf(place)
})
afterEach(() => portal[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

function baseOf({ enterpriseNumber, qualityCode }: SetupPlace): string {
  return `/REST/accessManagement/v1/enterprises/${enterpriseNumber}/qualities/${qualityCode}`
}

type Asked = { readonly body?: object; readonly version?: string | number | undefined; readonly as?: string }

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  { body, version, as = ann }: Asked = {},
) {
  const token = tokenOf(as)
  const headers = {
    ...{ cookie: `__Host-session=${token}`, origin: ORIGIN, 'x-csrf-token': csrfToken(token) },
    ...(version !== undefined && { 'if-match': typeof version === 'number' ? `W/"${version}"` : version }),
  }
  const answer = await portal.app.inject({ method, url, headers, ...(body && { payload: body }) })
  return {
    status: answer.statusCode,
    etag: answer.headers.etag as string | undefined,
    location: answer.headers.location,
    body: answer.body === '' ? null : answer.json(),
  }
}

describe('the wizard by program', () => {
  test('begins, is filled in part by part, and gives a sender number', async () => {
    const begun = await ask('POST', `${base}/structuredReportSetups`)
    const id = begun.body.setupId
    const setup = `${base}/structuredReportSetups/${id}`
    expect([begun.status, begun.location, begun.body.missing]).toEqual([
      201,
      setup,
      ['technicalUser', 'channel', 'services'],
    ])
    const named = await ask('PUT', `${setup}/technicalUser`, { body: CONTACT, version: begun.etag })
    const chosen = await ask('PUT', `${setup}/channel`, { body: { type: 'sftp' }, version: named.etag })
    const certificate = (await certificateFile(place.enterpriseNumber)).toString()
    const proven = await ask('POST', `${setup}/certificates`, {
      body: { certificate, usages: ['signature'], label: 'Payroll' },
    })
    const publicKey = `ssh-ed25519 ${draftedKey().blob.toString('base64')} x`
    const keyed = await ask('POST', `${setup}/sshKeys`, { body: { publicKey } })
    const served = await ask('PUT', `${setup}/services`, { body: CHOICE, version: keyed.etag })
    expect([named, chosen, proven, keyed, served].map(({ status }) => status)).toEqual([200, 200, 201, 201, 200])
    expect(served.body.missing).toEqual([])
    expect([proven, keyed].map(({ location }) => location)).toEqual([setup, setup])
    expect(served.etag).not.toBe(keyed.etag)
    const confirmed = await ask('POST', `${setup}/confirmations`)
    expect([confirmed.status, confirmed.body]).toEqual([
      201,
      {
        ...{ senderNumber: expect.stringMatching(/^\d{6}$/), channelId: expect.any(String), type: 'sftp' },
        username: `s${confirmed.body.senderNumber}`,
      },
    ])
    const configuration = await ask('GET', `${base}/structuredReportConfiguration`)
    expect([confirmed.location, confirmed.etag]).toEqual([`${base}/structuredReportConfiguration`, configuration.etag])
    const again = await ask('POST', `${setup}/confirmations`)
    expect([again.status, again.body.code]).toEqual([409, 'SLU-STATE'])
  })

  test('a version that is not told, or not the last one, changes nothing', async () => {
    const begun = await ask('POST', `${base}/structuredReportSetups`)
    const url = `${base}/structuredReportSetups/${begun.body.setupId}/channel`
    const untold = await ask('PUT', url, { body: { type: 'sftp' } })
    const stale = await ask('PUT', url, { body: { type: 'sftp' }, version: 99 })
    expect([untold.status, stale.status]).toEqual([428, 412])
    const shown = await ask('GET', `${base}/structuredReportSetups/${begun.body.setupId}`)
    expect([shown.status, shown.body.channel]).toEqual([200, undefined])
  })

  test('a set-up of another quality is not there', async () => {
    const begun = await ask('POST', `${base}/structuredReportSetups`)
    const other = await activePlace(database, 2)
    const bob = await somebody(database, 'accessManager', other)
    const there = `${baseOf(other)}/structuredReportSetups/${begun.body.setupId}`
    const looks = [
      await ask('GET', there, { as: bob }),
      await ask('PUT', `${there}/channel`, { as: bob, body: { type: 'sftp' }, version: 1 }),
    ]
    expect(looks.map(({ status }) => status)).toEqual([404, 404])
  })

  test('case R17: an unknown field is refused', async () => {
    const begun = await ask('POST', `${base}/structuredReportSetups`)
    const url = `${base}/structuredReportSetups/${begun.body.setupId}/technicalUser`
    const { status } = await ask('PUT', url, { body: { ...CONTACT, accountId: ann }, version: begun.etag })
    expect(status).toBe(400)
  })

  test.each(['\0', '\ud800', '\u202Eabc'])('a technical user of the name %j is refused', async (lastName) => {
    const begun = await ask('POST', `${base}/structuredReportSetups`)
    const url = `${base}/structuredReportSetups/${begun.body.setupId}/technicalUser`
    const { status } = await ask('PUT', url, { body: { ...CONTACT, lastName }, version: begun.etag })
    expect(status).toBe(400)
  })
})

describe('the configuration by program', () => {
  beforeEach(async () => {
    await setUp(database, place)
  })
  const see = () => ask('GET', `${base}/structuredReportConfiguration`)

  test('is told with its version, and nothing is there before', async () => {
    const other = await activePlace(database, 2)
    const bob = await somebody(database, 'accessManager', other)
    expect((await ask('GET', `${baseOf(other)}/structuredReportConfiguration`, { as: bob })).status).toBe(404)
    const { status, etag, body } = await see()
    expect([status, etag]).toEqual([200, expect.stringMatching(/^W\/"\d+"$/)])
    expect(body).toEqual({
      senderNumber: expect.stringMatching(/^\d{6}$/),
      state: 'active',
      technicalUser: CONTACT,
      channels: [expect.objectContaining({ type: 'sftp', state: 'active', channelId: expect.any(String) })],
      certificates: [expect.objectContaining({ state: 'valid', usages: ['signature'] })],
      services: ['DIMN', 'DMFA'].map((service) => ({ service, channels: ['sftp'], environments: ['R', 'T'] })),
    })
    expect(JSON.stringify(body)).not.toMatch(/ssin|personHash|"der"/i)
  })

  test('a channel is opened, suspended, given a new password and removed', async () => {
    const opened = await ask('POST', `${base}/channels`, { body: { type: 'ftp' } })
    const url = `${base}/channels/${opened.body.channelId}`
    expect([opened.location, opened.etag]).toEqual([url, (await see()).etag])
    const suspended = await ask('PATCH', url, { body: { state: 'suspended', reason: 'x' }, version: opened.etag })
    const resumed = await ask('PATCH', url, { body: { state: 'active', reason: 'x' }, version: suspended.etag })
    const renewed = await ask('POST', `${url}/passwordRenewals`, { body: { reason: 'lost' } })
    expect(renewed.etag).toBe((await see()).etag)
    const removed = await ask('DELETE', url, { body: { reason: 'x' }, version: renewed.etag })
    expect([opened, suspended, resumed, renewed, removed].map(({ status }) => status)).toEqual([
      201, 200, 200, 201, 204,
    ])
    expect([typeof opened.body.password, renewed.body.password === opened.body.password]).toEqual(['string', false])
    expect((await see()).body.channels.map(({ type }: { type: string }) => type)).toEqual(['sftp'])
  })

  test('a channel is replaced in one step by who has seen it, and the answer says where the new one is', async () => {
    const before = await see()
    const { channelId } = before.body.channels[0]
    const url = `${base}/channels/${channelId}/replacements`
    const body = { type: 'ftp', reason: 'new program' }
    const unseen = await ask('POST', url, { body })
    const stale = await ask('POST', url, { body, version: 0 })
    const unexplained = await ask('POST', url, { body: { type: 'ftp' }, version: before.etag })
    const twice = await ask('POST', url, { body: { ...body, type: 'sftp' }, version: before.etag })
    expect([unseen, stale, unexplained, twice].map(({ status }) => status)).toEqual([428, 412, 400, 409])
    expect((await see()).body).toEqual(before.body)
    const replaced = await ask('POST', url, { body, version: before.etag })
    const after = await see()
    const [channel] = after.body.channels
    expect([replaced.status, replaced.location, replaced.etag]).toEqual([
      ...[201, `${base}/channels/${channel.channelId}`, after.etag],
    ])
    const loginName = `f${after.body.senderNumber}`
    expect(replaced.body).toEqual({
      ...{ channelId: channel.channelId, type: 'ftp', loginName, password: expect.any(String) },
    })
    expect(after.body.channels).toEqual([expect.objectContaining({ type: 'ftp', state: 'active', loginName })])
    expect((await ask('POST', url, { body: { ...body, type: 'web' }, version: after.etag })).status).toBe(404)
  })

  test('what a replaced channel would have refused is told before', async () => {
    const { senderNumber } = (await see()).body
    await sentBy(database, senderNumber, { name: 'DMFA.1', hoursAgo: 1, channels: ['sftp'] })
    const body = { kind: 'replaceChannel', from: 'sftp', to: 'ftp' }
    const preview = await ask('POST', `${base}/structuredReportConfiguration/previews`, { body })
    expect([preview.status, preview.body.refused, preview.body.codes]).toEqual([200, 1, [{ code: 249, sets: 1 }]])
  })

  test('a certificate is added, renamed and removed; one of nobody is not there', async () => {
    const certificate = (await certificateFile(place.enterpriseNumber, 'New')).toString()
    const added = await ask('POST', `${base}/certificates`, { body: { certificate, usages: ['signature'] } })
    const url = `${base}/certificates/${added.body.certificates[1].sha256}`
    expect(added.location).toBe(url)
    const named = await ask('PATCH', url, { body: { label: 'New' }, version: added.etag })
    const removed = await ask('DELETE', url, { body: { reason: 'x' }, version: named.etag })
    const gone = await ask('DELETE', url, { body: { reason: 'x' }, version: (await see()).etag })
    expect([added.status, named.status, removed.status, gone.status]).toEqual([201, 200, 204, 404])
    expect(named.body.certificates[1].label).toBe('New')
  })

  test('a key is added, and the answer says where it is', async () => {
    const publicKey = `ssh-ed25519 ${draftedKey().blob.toString('base64')} x`
    const added = await ask('POST', `${base}/sshKeys`, { body: { publicKey } })
    const [, key] = added.body.channels[0].sshKeys
    expect([added.status, added.location]).toEqual([201, `${base}/sshKeys/${key.sha256}`])
    const removed = await ask('DELETE', `${base}/sshKeys/${key.sha256}`, { body: { reason: 'x' }, version: added.etag })
    expect(removed.status).toBe(204)
  })

  test('a change is previewed, and changes nothing by that', async () => {
    const before = await see()
    const preview = await ask('POST', `${base}/structuredReportConfiguration/previews`, { body: { kind: 'stop' } })
    expect([preview.status, preview.body]).toEqual([
      200,
      { refused: 0, codes: [], newest: [], inFlight: { open: 0, sealed: 0 } },
    ])
    expect((await see()).etag).toBe(before.etag)
  })

  test('services and technical user are replaced, and all of it is stopped, with a version and a reason', async () => {
    const first = await see()
    const put = `${base}/structuredReportConfiguration`
    const served = await ask('PUT', `${put}/services`, {
      body: { services: ['DMFA'], environments: ['R'], reason: 'x' },
      version: first.etag,
    })
    const named = await ask('PUT', `${put}/technicalUser`, {
      body: { ...CONTACT, lastName: 'Maes' },
      version: served.etag,
    })
    const unexplained = await ask('DELETE', put, { body: {}, version: named.etag })
    const stale = await ask('DELETE', put, { body: { reason: 'x' }, version: first.etag })
    const stopped = await ask('DELETE', put, { body: { reason: 'x' }, version: named.etag })
    expect([served, named, unexplained, stale, stopped].map(({ status }) => status)).toEqual([200, 200, 400, 412, 204])
    expect((await see()).status).toBe(404)
  })

  test.each(['\0', 'a\nb', '\ud800'])('the text %j is refused wherever it is kept', async (odd) => {
    const { etag: version } = await see()
    const put = `${base}/structuredReportConfiguration`
    const asked = [
      await ask('PUT', `${put}/technicalUser`, { body: { ...CONTACT, lastName: odd }, version }),
      await ask('PUT', `${put}/technicalUser`, { body: { ...CONTACT, firstName: odd }, version }),
      await ask('PUT', `${put}/services`, { body: { ...CHOICE, services: ['DMFA'], reason: odd }, version }),
      await ask('DELETE', put, { body: { reason: odd }, version }),
    ]
    expect(asked.map(({ status }) => status)).toEqual([400, 400, 400, 400])
    expect((await see()).etag).toBe(version)
  })

  test('the technical user is linked to a user, told so, and unlinked; one of another quality is not there', async () => {
    const userId = await somebody(database, 'user', place)
    const other = await somebody(database, 'user', { ...place, qualityCode: 'QUAL_COMPANY' })
    const put = `${base}/structuredReportConfiguration/technicalUser`
    const link = (body: object, version?: string) => ask('PUT', `${put}/account`, { body, version })
    const first = await see()
    const linked = await link({ userId }, first.etag)
    expect([linked.status, linked.body.technicalUser]).toEqual([200, { ...CONTACT, userId }])
    expect((await ask('GET', `${base}/structuredReportConfiguration`, { as: userId })).status).toBe(200)
    const refused = [
      await link({ userId }),
      await link({ userId }, first.etag),
      await link({ userId: other }, linked.etag),
      await link({ userId: 'nonsense' }, linked.etag),
      await link({ accountId: userId }, linked.etag),
    ]
    expect(refused.map(({ status }) => status)).toEqual([428, 412, 404, 400, 400])
    const unlinked = await link({}, linked.etag)
    expect([unlinked.status, unlinked.body.technicalUser]).toEqual([200, CONTACT])
    const again = await link({ userId }, unlinked.etag)
    const replaced = await ask('PUT', put, { body: { ...CONTACT, lastName: 'Maes' }, version: again.etag })
    expect(replaced.body.technicalUser).toEqual({ ...CONTACT, lastName: 'Maes' })
  })

  test.each([
    ['mainAccessManager', 200, 403],
    ['technicalUser', 200, 403],
    ['user', 403, 403],
    [null, 404, 404],
  ] as const)('%s may look: %i, and change: %i', async (role, look, change) => {
    const as = await somebody(database, role, place)
    const { etag: version } = await see()
    const looked = await ask('GET', `${base}/structuredReportConfiguration`, { as })
    const changed = [
      await ask('POST', `${base}/channels`, { as, body: { type: 'ftp' } }),
      await ask('POST', `${base}/channels/${CHANNEL_ID}/replacements`, {
        ...{ as, version, body: { type: 'ftp', reason: 'x' } },
      }),
      await ask('PUT', `${base}/structuredReportConfiguration/technicalUser/account`, { as, version, body: {} }),
      await ask('POST', `${base}/structuredReportSetups`, { as }),
      await ask('DELETE', `${base}/structuredReportConfiguration`, { as, version, body: { reason: 'x' } }),
    ]
    expect([looked.status, new Set(changed.map(({ status }) => status))]).toEqual([look, new Set([change])])
  })
})

test('the document of the API names every route of structured reports', () => {
  const { paths } = openApiOf(API, ORIGIN) as { paths: Record<string, object> }
  const below = '/enterprises/{enterpriseNumber}/qualities/{qualityCode}/'
  const ours = Object.entries(paths).filter(([path]) => /structuredReport|channels|certificates|sshKeys/.test(path))
  const told = ours.map(([path, methods]) => `${path.replace(below, '')} ${Object.keys(methods).join(' ')}`)
  const setup = 'structuredReportSetups/{setupId}'
  expect(told.sort()).toEqual([
    ...['certificates post', 'certificates/{digest} patch delete'],
    ...['channels post', 'channels/{channelId} patch delete'],
    ...['channels/{channelId}/network put', 'channels/{channelId}/passwordRenewals post'],
    'channels/{channelId}/replacements post',
    ...['sshKeys post', 'sshKeys/{digest} patch delete'],
    ...['structuredReportConfiguration get delete', 'structuredReportConfiguration/previews post'],
    ...['structuredReportConfiguration/services put', 'structuredReportConfiguration/technicalUser put'],
    'structuredReportConfiguration/technicalUser/account put',
    ...['structuredReportSetups post', `${setup} get delete`, `${setup}/certificates post`, `${setup}/channel put`],
    ...[`${setup}/confirmations post`, `${setup}/services put`, `${setup}/sshKeys post`, `${setup}/technicalUser put`],
  ])
})
