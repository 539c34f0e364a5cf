import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ban } from '../../src/console/operations/bans.ts'
import { senderHealth } from '../../src/ledger/sender-health.ts'
import { listCertificates } from '../../src/registry/certificate-list.ts'
import type { Operator, OperatorRole } from '../../src/registry/operators/operator.ts'
import { bansConcerning, bansInForce } from '../../src/registry/sessions/bans.ts'
import { originWaitsOf, waitsNow } from '../../src/registry/sessions/waits.ts'
import { auditOf, enterpriseNumber, stateOf } from '../registry/fixtures.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'
import { failing, type Scene, watchedScene } from './watched-scene.ts'

const NETWORKS = 'networks=[{name: publilink, cidrs: [10.1.0.0/16]}, {name: office, cidrs: [10.2.0.0/16]}]'

let rig: ConsoleRig
let scene: Scene
beforeAll(async () => {
  rig = await consoleRig({ sets: [NETWORKS] })
  scene = await watchedScene(rig.database)
})
afterAll(() => rig?.[Symbol.asyncDispose]())

const operatorOf = (role: OperatorRole): Operator => ({ name: `${role}-1`, role, mayReadContents: false })
const api = async (role: OperatorRole, method: 'GET' | 'POST', path: string, body?: object) => {
  const headers = rig.as(role)
  const { statusCode, payload } = await rig.ask({
    ...{ method, url: `/api/v1${path}`, headers },
    ...(body && { payload: body }),
  })
  return { status: statusCode, body: payload === '' ? null : JSON.parse(payload) }
}
const page = async (role: OperatorRole, path: string) => {
  const { statusCode, payload } = await rig.ask({ method: 'GET', url: path, headers: rig.as(role) })
  return { status: statusCode, html: payload }
}

/** An operator without a script fills in the form of a page. */
async function byForm(path: string, fields: Readonly<Record<string, string>>) {
  const visitor = rig.visitor('operator')
  return await visitor.fill(await visitor.get(path), path, fields)
}

describe('sessions', () => {
  test('rule 26.1: are listed by page and API, narrowed and sorted by the address', async () => {
    const all = await api('viewer', 'GET', '/sessions?sort=sender')
    expect(all.body.counts).toEqual({ sftp: 1, ftp: 1, web: 0, all: 2 })
    expect(all.body.items).toHaveLength(2)
    const [one] = (await api('viewer', 'GET', '/sessions?channel=ftp&q=publilink')).body.items
    expect(one).toMatchObject({ account: `s${scene.town}`, network: 'publilink', node: 'gate-1/7', isEnding: false })
    const { status, html } = await page('viewer', '/sessions?q=payroll')
    expect([status, html.includes('payroll_7.1'), html.includes('publilink')]).toEqual([200, true, false])
    expect(html).not.toContain('/end"')
  })

  test('rule 26.2: are ended with a reason, once, by those who may', async () => {
    const [{ session: id } = { session: '' }] = scene.sessions
    const end = (role: OperatorRole, reason: string) => api(role, 'POST', `/sessions/${id}/end`, { reason })
    expect((await end('viewer', 'stuck')).status).toBe(403)
    expect((await end('operator', ' ')).status).toBe(400)
    expect(await end('operator', 'stuck since noon')).toEqual({ status: 200, body: { sessions: 1 } })
    expect(await end('operator', 'stuck since noon')).toEqual({ status: 200, body: { sessions: 0 } })
    const kicks = (await auditOf(rig.database, `sender:${scene.bakery}`)).filter(
      ({ action }) => action === 'session.kicked',
    )
    expect(kicks).toEqual([
      {
        actor: 'operator:operator-1@console',
        action: 'session.kicked',
        reason: 'stuck since noon',
        detail: { session: id },
      },
    ])
    expect((await page('operator', '/sessions')).html).toContain('ending')
  })

  test('rule 26.3: of a sender end over a page without a script', async () => {
    const done = await byForm(`/senders/${scene.town}/end-sessions`, { channel: '', reason: 'gone wild' })
    expect([done.status, done.at.split('?')[0]]).toEqual([200, `/senders/${scene.town}`])
    const { rows } =
      await sql`select sender_number, endpoint, session from session_kick where sender_number = ${scene.town}`.execute(
        rig.database.queries,
      )
    expect(rows).toEqual([{ sender_number: scene.town, endpoint: null, session: null }])
  })
})

describe('bans and waits', () => {
  const wish = { range: '203.0.113.0/24', confirmedNetworks: '', reason: 'guessing' }
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)
  const banned = (parts: Partial<typeof wish>, hours = 1, role: OperatorRole = 'administrator') =>
    ban(rig.ground, operatorOf(role), { ...wish, endsAt: inHours(hours), ...parts })

  test.each<[string, Partial<typeof wish>, number, OperatorRole, string]>([
    ['by an operator', {}, 1, 'operator', 'roleTooLow'],
    ['without a reason', { reason: '' }, 1, 'administrator', 'reasonNeeded'],
    ['of no range', { range: 'everybody' }, 1, 'administrator', 'banRangeMalformed'],
    ['that is over', {}, -1, 'administrator', 'banEndOutOfRange'],
    ['for years', {}, 24 * 400, 'administrator', 'banEndOutOfRange'],
    ['without an end', {}, Number.NaN, 'administrator', 'banEndOutOfRange'],
    ['of our own machine', { range: '127.0.0.1' }, 1, 'administrator', 'banOwnMachine'],
    ['of everybody', { range: '0.0.0.0/0' }, 1, 'administrator', 'banOwnMachine'],
    ['of our own machine in IPv6', { range: '::/64' }, 1, 'administrator', 'banOwnMachine'],
    ['of a network', { range: '10.1.7.0/24' }, 1, 'administrator', 'banOfNetwork'],
    [
      'of two networks with one confirmed',
      { range: '10.0.0.0/8', confirmedNetworks: 'publilink' },
      1,
      'administrator',
      'banOfNetwork',
    ],
    ['that is there', { range: '198.51.100.77/24' }, 1, 'administrator', 'alreadyBanned'],
    ['that is there in IPv6 clothes', { range: '::ffff:198.51.100.77/120' }, 1, 'administrator', 'alreadyBanned'],
    ['of our own machine in IPv6 clothes', { range: '::FFFF:7f00:1' }, 1, 'administrator', 'banOwnMachine'],
    ['of a network in IPv6 clothes', { range: '0:0:0:0:0:ffff:a01:700/120' }, 1, 'administrator', 'banOfNetwork'],
  ])('rule 26.5: no ban %s', async (_, parts, hours, role, key) => {
    const before = await bansInForce(rig.database.queries)
    const made = await banned(parts, hours, role)
    expect(made).toMatchObject({ ok: false, problem: { told: { key } } })
    expect(await bansInForce(rig.database.queries)).toEqual(before)
  })

  test('rule 26.5: a network is banned by whoever writes its name, and who knows why sees it', async () => {
    const made = await banned({
      range: '10.0.0.0/8',
      confirmedNetworks: 'office, publilink',
      reason: 'line is misused',
    })
    expect(made.ok).toBe(true)
    expect(await auditOf(rig.database, 'origin:10.0.0.0/8')).toMatchObject([
      { actor: 'operator:administrator-1@console', action: 'origin.banned', reason: 'line is misused' },
    ])
    const [latest] = await bansInForce(rig.database.queries)
    expect(latest).toMatchObject({
      range: '10.0.0.0/8',
      reason: 'line is misused',
      actor: 'operator:administrator-1@console',
    })
    const lift = () => api('operator', 'POST', `/bans/${latest?.banId}/lift`, { reason: 'line is clean' })
    expect([(await lift()).status, (await lift()).status]).toEqual([204, 204])
    expect((await auditOf(rig.database, 'origin:10.0.0.0/8')).map(({ action }) => action)).toEqual([
      'origin.banned',
      'origin.unbanned',
    ])
  })

  test.each([
    ['::FFFF:203.0.113.9', '203.0.113.9/32'],
    ['::ffff:203.0.113.0/121', '203.0.113.0/25'],
    ['2001:0DB8:0::0:9', '2001:db8::9/128'],
    ['fe80::1%eth0', 'fe80::1/128'],
  ])('rule 26.4: a ban of %s is one of %s, however it is written', async (range, kept) => {
    expect((await banned({ range })).ok).toBe(true)
    const [latest] = await bansInForce(rig.database.queries)
    expect(latest?.range).toBe(kept)
    expect(await banned({ range: kept })).toMatchObject({ ok: false, problem: { told: { key: 'alreadyBanned' } } })
    expect((await api('operator', 'POST', `/bans/${latest?.banId}/lift`, { reason: 'over' })).status).toBe(204)
    expect((await bansInForce(rig.database.queries)).map(({ range: other }) => other)).not.toContain(kept)
  })

  test('rule 26.4: concern those who have come from there', async () => {
    const { queries } = rig.database
    expect(await bansConcerning(queries, scene.bakery)).toMatchObject([{ range: '198.51.100.0/24' }])
    expect(await bansConcerning(queries, scene.town)).toEqual([])
    await failing(rig.database, 'nobody', '192.0.2.7')
    expect(await originWaitsOf(queries, scene.bakery)).toMatchObject([{ origin: '192.0.2.7' }])
    expect(await originWaitsOf(queries, scene.town)).toEqual([])
  })

  test('rule 26.4: a wait is shown with its cause, names that nobody has are not, and it ends with a reason', async () => {
    await failing(rig.database, 'hunter2', '203.0.113.66')
    const waits = await waitsNow(rig.database.queries)
    expect(JSON.stringify(waits)).not.toContain('hunter2')
    const one = waits.find(({ account }) => account === `s${scene.bakery}`)
    expect(one).toMatchObject({
      senderNumber: scene.bakery,
      origin: '203.0.113.5',
      failures: 5,
      fault: 'badPassword',
      isOfAll: false,
    })
    expect((await byForm(`/bans/waits/${one?.waitId}/end`, { reason: 'password was renewed' })).html).toContain(
      'The wait is over.',
    )
    expect((await waitsNow(rig.database.queries)).map(({ waitId }) => waitId)).not.toContain(one?.waitId)
    expect((await auditOf(rig.database, `sender:${scene.bakery}`)).at(-1)).toMatchObject({
      ...{ actor: 'operator:operator-1@console', action: 'login.waitLifted', reason: 'password was renewed' },
      detail: { account: `s${scene.bakery}`, origin: '203.0.113.5', failures: 5, isOfAll: false },
    })
  })
})

describe('senders', () => {
  const numbers = async (query: string) =>
    (await api('viewer', 'GET', `/senders?${query}`)).body.items.map(
      ({ senderNumber }: { senderNumber: string }) => senderNumber,
    )

  test('rule 26.7: are found by number, enterprise number and part of a name, page by page', async () => {
    const all = [scene.bakery, scene.town, scene.idle]
    expect(await numbers('q=aalter')).toEqual([scene.town])
    expect(await numbers(`q=${scene.idle.slice(0, 5)}`)).toContain(scene.idle)
    expect(await numbers(`q=${enterpriseNumber(6001)}`)).toEqual([scene.bakery])
    expect(await numbers('q=100%25')).toEqual([])
    expect(await numbers('state=suspended')).toEqual([scene.idle])
    expect(await numbers('sort=name')).toEqual(all)
    for (const [sort, order] of [
      ['number', [...all].sort()],
      ['name', all],
    ] as const) {
      const seen: string[] = []
      for (let next: string | undefined = `/senders?sort=${sort}&pageSize=2`; next; ) {
        const { body } = await api('viewer', 'GET', next.replace('/api/v1', ''))
        seen.push(...body.items.map(({ senderNumber }: { senderNumber: string }) => senderNumber))
        next = body.next
      }
      expect([sort, seen]).toEqual([sort, order])
    }
  })

  test('rule 26.7: one shows how it goes', async () => {
    expect(await senderHealth(rig.database.queries, scene.bakery)).toMatchObject({
      ...{ day: { sets: 2, rejected: 1 }, month: { sets: 2, rejected: 1 } },
      ...{ codes: [{ code: 125, sets: 1 }], unfetched: { answers: 2 } },
    })
    const { html } = await page('viewer', `/senders/${scene.bakery}`)
    for (const shown of ['Bakkerij Peeters', '1 of 2 rejected (50 %)', 'FileZilla', '198.51.100.0/24', 'Payroll 2025'])
      expect(html).toContain(shown)
    expect((await page('viewer', `/senders/${scene.idle}`)).html).toContain('Zagerij De Smet &lt;b>')
    expect((await page('viewer', '/senders/000000')).status).toBe(404)
  })

  test('rule 26.7: are suspended and resumed, with enterprise and channels, by the registry’s own moves', async () => {
    const { database } = rig
    const move = (target: string, verb: string, role: OperatorRole = 'operator') =>
      api(role, 'POST', `/senders/${scene.town}/standing`, { target, verb, reason: 'asked by phone' })
    expect((await move('sender', 'suspend', 'viewer')).status).toBe(403)
    for (const target of ['sender', 'enterprise', 'ftp']) expect((await move(target, 'suspend')).status).toBe(204)
    expect(await stateOf(database, scene.town)).toBe('suspended')
    const [shown] = (await api('viewer', 'GET', '/senders?q=aalter')).body.items
    expect(shown).toMatchObject({
      ...{ state: 'suspended', enterpriseState: 'suspended' },
      channels: [
        { type: 'ftp', state: 'suspended' },
        { type: 'sftp', state: 'active' },
      ],
    })
    expect((await move('ftp', 'suspend')).status).toBe(409)
    expect((await byForm(`/senders/${scene.town}/standing/sender/resume`, { reason: 'asked again' })).html).toContain(
      'This holds from now on.',
    )
    expect(await stateOf(database, scene.town)).toBe('active')
    expect((await auditOf(database, `sender:${scene.town}`)).at(-1)).toMatchObject({
      ...{ actor: 'operator:operator-1@console', action: 'sender.resume', reason: 'asked again' },
    })
  })
})

describe('certificates and keys', () => {
  test('rule 26.8: by days left, with who still signs with the old one', async () => {
    const { body } = await api('viewer', 'GET', '/certificates?days=30')
    expect(body.counts).toMatchObject({ ending: 2, waiting: 1, soon: 1 })
    expect(body.items).toMatchObject([{ sha256: scene.expiring, daysLeft: 11, hasSuccessor: true }])
    const pages = await listCertificates(rig.database.queries, { view: 'ending', limit: 1 })
    const after = pages[0]?.certificateId
    const rest = await listCertificates(rig.database.queries, { view: 'ending', after, limit: 9 })
    expect([...pages, ...rest].map(({ subject }) => subject)).toEqual([
      'CN=Payroll 2025, O=Bakkerij Peeters',
      'CN=Payroll 2027, O=Bakkerij Peeters',
    ])
  })

  test('rule 28.5: what the authorities last said is shown, and of whom nobody was asked yet', async () => {
    await rig.database.queries
      .insertInto('certificate_standing')
      .values([
        { sha256: scene.expiring, status: 'good', asked_at: new Date(), checked_at: new Date('2026-01-05T10:00:00Z') },
        { sha256: scene.waiting },
      ] as never)
      .execute()
    const standings = async (view: string) =>
      (await api('viewer', 'GET', `/certificates?view=${view}`)).body.items.map(
        ({ standing, checkedAt }: { standing?: string; checkedAt?: string }) => [standing, checkedAt],
      )
    expect(await standings('ending')).toEqual([
      ['good', '2026-01-05T10:00:00.000Z'],
      [undefined, undefined],
    ])
    expect(await standings('waiting')).toEqual([[undefined, undefined]])
    const { html } = await page('viewer', '/certificates')
    for (const shown of ['Its authority says', 'not asked yet']) expect(html).toContain(shown)
  })

  test('rule 26.8: one that waits gets an operator’s word over a page, once', async () => {
    const path = `/certificates/${scene.town}/${scene.waiting}`
    expect((await page('viewer', path)).status).toBe(403)
    const done = await byForm(path, { verb: 'approve', reason: 'called the town hall' })
    expect(done.html).toContain('The decision is in force.')
    expect((await page('operator', path)).status).toBe(404)
    expect((await auditOf(rig.database, `sender:${scene.town}`)).at(-1)).toMatchObject({
      ...{ action: 'certificate.approve', reason: 'called the town hall' },
    })
  })

  test('rule 26.8: our own are shown, and what is missing of them', async () => {
    const { body } = await api('viewer', 'GET', '/keys')
    expect(body.items.map(({ use, trouble }: { use: string; trouble: string }) => [use, trouble])).toEqual([
      ['tls', 'missing'],
      ['acknowledgement', 'missing'],
      ['host', 'missing'],
    ])
    expect((await page('viewer', '/certificates?view=own')).html).toContain('SFTP host key')
  })
})

test('rule 26.9: the configuration in force is shown, settings that are narrowed by the address', async () => {
  const { html } = await page('viewer', '/configuration?which=all&q=sftp.port')
  expect([html.includes('sftp.port'), html.includes('ftp.tls'), html.includes('DMFA')]).toEqual([true, false, true])
  const { body } = await api('viewer', 'GET', '/configuration')
  expect(body.settings.find(({ path }: { path: string }) => path === 'sftp.port')).toMatchObject({ value: '8022' })
})
