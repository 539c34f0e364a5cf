import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csrfToken } from '../../src/http/same-origin.ts'
import { appoint } from '../../src/registry/people/appointments.ts'
import { lockUser } from '../../src/registry/people/move-user.ts'
import { createUser } from '../../src/registry/people/quality-users.ts'
import { ACT, value } from '../registry/fixtures.ts'
import { addUser, BOX, ssin, USERS } from '../registry/people/fixtures.ts'
import { MUNICIPALITY, NOSS, type Person, type Portal, peoplePortal, signedIn, staffed } from './people-rig.ts'

let portal: Portal
let here: Awaited<ReturnType<typeof staffed>>
let there: Awaited<ReturnType<typeof staffed>>
beforeAll(async () => {
  portal = await peoplePortal()
  here = await staffed(portal)
  there = await staffed(portal)
})
afterAll(() => portal?.[Symbol.asyncDispose]())

let count = 0

async function user(parts: Partial<Parameters<typeof addUser>[1]> = {}) {
  count += 1
  const person = { lastName: `Claes${count}`, firstName: 'Els', language: 'nl', email: 'els@example.be' } as const
  return addUser(portal.run, { enterpriseNumber: here.enterpriseNumber, person, ...parts })
}

function path(rest = '', quality = NOSS, { enterpriseNumber } = here): string {
  return `/enterprises/${enterpriseNumber}/qualities/${quality}/users${rest}`
}

async function messages(): Promise<number> {
  return (await portal.database.queries.selectFrom('outgoing_message').select('message_id').execute()).length
}

describe('who may what', () => {
  const BODY = { lastName: 'Nys', firstName: 'Jo', language: 'nl', ssin: '', grants: [], employmentConfirmed: true }
  const asks: readonly [string, (by: Person, id: string) => Promise<number>][] = [
    ['list', async (by) => (await portal.api(by, 'GET', path())).statusCode],
    ['look', async (by, id) => (await portal.api(by, 'GET', path(`/${id}`))).statusCode],
    [
      'create',
      async (by) => {
        count += 1
        const body = { ...BODY, ssin: ssin(count) }
        return (await portal.api(by, 'POST', path(), { body })).statusCode
      },
    ],
    [
      'lock',
      async (by, id) =>
        (await portal.api(by, 'PATCH', path(`/${id}`), { body: { state: 'locked' }, version: 1 })).statusCode,
    ],
    [
      'grant',
      async (by, id) =>
        (await portal.api(by, 'PATCH', path(`/${id}`), { body: { grants: ['DIMN'] }, version: 1 })).statusCode,
    ],
    ['delete', async (by, id) => (await portal.api(by, 'DELETE', path(`/${id}`), { version: 1 })).statusCode],
    [
      'reset a password',
      async (by, id) => {
        const body = { newPassword: 'Blaue-Wolke-77', newPasswordConfirmation: 'Blaue-Wolke-77' }
        return (await portal.api(by, 'POST', path(`/${id}/passwordResets`), { body })).statusCode
      },
    ],
    ['see the list', async (by) => (await portal.get(by, path())).statusCode],
    ['see the page', async (by, id) => (await portal.get(by, path(`/${id}`))).statusCode],
  ]

  test.each(asks)('%s: managers of the place may, users may not, others see nothing (cases R1, R2)', async (_, ask) => {
    const plain = await signedIn(portal.database, (await user()).accountId)
    const answers: Record<string, number> = {}
    const people = { ...here, plain, stranger: there.main } as unknown as Record<string, Person>
    for (const who of ['main', 'coMain', 'manager', 'coManager', 'otherManager', 'plain', 'stranger']) {
      answers[who] = await ask(people[who] as Person, (await user()).qualityUserId)
    }
    const done = expect.toSatisfy((status: number) => status >= 200 && status < 300)
    expect(answers).toEqual({
      ...{ main: done, coMain: done, manager: done, coManager: done },
      ...{ otherManager: 404, plain: 403, stranger: 404 },
    })
  })

  test('an id of another enterprise or quality is not there, whoever asks with it (cases R1, R2)', async () => {
    const foreign = await addUser(portal.run, { enterpriseNumber: there.enterpriseNumber })
    const other = await user({ qualityCode: MUNICIPALITY })
    for (const id of [foreign.qualityUserId, other.qualityUserId, here.enterpriseNumber, '%00']) {
      expect((await portal.api(here.main, 'GET', path(`/${id}`))).statusCode).toBe(404)
      expect((await portal.api(here.main, 'DELETE', path(`/${id}`), { version: 1 })).statusCode).toBe(404)
    }
    expect((await portal.api(there.main, 'GET', path(`/${foreign.qualityUserId}`, NOSS, there))).statusCode).toBe(200)
  })
})

test('a user is told without a national number, in the list and alone', async () => {
  count += 1
  const number = ssin(count)
  const person = { lastName: 'Zwaan', firstName: 'Mia', language: 'fr', ssin: number, email: 'mia@example.be' } as const
  const { qualityUserId } = await user({ person })
  const one = await portal.api(here.main, 'GET', path(`/${qualityUserId}`))
  expect([one.json(), one.headers.etag]).toEqual([
    {
      ...{ href: `/REST/accessManagement/v1${path(`/${qualityUserId}`)}`, userId: qualityUserId },
      ...{ lastName: 'Zwaan', firstName: 'Mia', username: expect.any(String), language: 'fr', version: 1 },
      ...{ state: 'active', accountState: 'pendingFirstLogin', grants: ['DMFA'], email: 'mia@example.be' },
      createdAt: expect.any(String),
    },
    'W/"1"',
  ])
  const page = await portal.get(here.main, path(`/${qualityUserId}`))
  const list = await portal.get(here.main, path('?search=Zwaan'))
  expect(page.body).toContain('85.07.30-***.**')
  for (const { body } of [one, page, list]) expect(body).not.toContain(number)
})

describe('a new user', () => {
  const typed = (parts: Record<string, string> = {}): [string, string][] =>
    Object.entries({
      ...{ lastName: 'Neu', firstName: 'Ina', ssin: '', language: 'de', email: 'ina@example.be' },
      ...{ mobilePhone: '+32 470 11 22 33', employmentConfirmed: 'on', ...parts },
    })

  test('without a national number gets a user name by mail, then a password by SMS', async () => {
    const answer = await portal.post(here.coManager, path('/new'), [...typed({ lastName: 'Sans' }), ['grants', 'DMFA']])
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      expect.stringMatching(/\/users\/[0-9a-f-]{36}\?done=userByProvisional$/),
    ])
    const sent = await portal.database.queries
      .selectFrom('outgoing_message')
      .select(['medium', 'template'])
      .orderBy('message_id', 'desc')
      .limit(2)
      .execute()
    expect(sent).toEqual([
      { medium: 'sms', template: 'provisional.password' },
      { medium: 'mail', template: 'provisional.username' },
    ])
  })

  test('whose number is known under other addresses gets codes at neither of them', async () => {
    const named = typed({
      lastName: 'Planted',
      ssin: ssin(951),
      email: 'x@planted.example',
      mobilePhone: '+32470000009',
    })
    const planted = `/enterprises/${there.enterpriseNumber}/qualities/${NOSS}/users/new`
    expect((await portal.post(there.main, planted, named)).headers.location).toContain('done=userByActivation')
    const before = await messages()
    const fields = typed({ lastName: 'Planted', ssin: ssin(951), email: 'true@person.example' })
    const answer = await portal.post(here.main, path('/new'), fields)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, expect.stringContaining('done=userByIdentity')])
    expect(await messages()).toBe(before)
  })

  test('is made once, however often the form is sent (case W10)', async () => {
    const fields = typed({ lastName: 'Doppel', email: 'doppel@example.be' })
    const answers = await Promise.all([1, 2, 3].map(() => portal.post(here.main, path('/new'), fields)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409, 409])
    const listed = await portal.api(here.main, 'GET', path('?search=Doppel'))
    expect(listed.json().items).toHaveLength(1)
  })

  test.each<[string, Record<string, string>, string]>([
    ['an impossible number', { ssin: '85073000161' }, 'ssin'],
    ['no way to be reached', { email: '' }, 'email'],
    ['no name', { lastName: ' ' }, 'lastName'],
    ['a telephone without a country', { mobilePhone: '0470' }, 'mobilePhone'],
  ])('with %s comes back with the error at its field', async (_, parts, name) => {
    const answer = await portal.post(here.main, path('/new'), typed(parts))
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(`href="#${name}"`)
    expect(answer.body).toContain(`id="${name}-error"`)
    if (parts.ssin) expect(answer.body.match(/85073000161/g)).toHaveLength(1) // in its field, and nowhere else
  })

  test('who is not confirmed to be employed is not taken', async () => {
    const fields = typed({ lastName: 'Fremd' }).filter(([name]) => name !== 'employmentConfirmed')
    const answer = await portal.post(here.main, path('/new'), fields)
    expect([answer.statusCode, answer.body.includes('href="#employmentConfirmed"')]).toEqual([400, true])
  })

  test('is never oneself (case R5)', async () => {
    const number = ssin(900)
    const { accountId } = await user({ person: { lastName: 'Ich', firstName: 'Selbst', language: 'nl', ssin: number } })
    const { run } = portal
    const role = { role: 'coMainAccessManager', qualityCode: null, accountId } as const
    const limits = { coMainAccessManagers: null, coAccessManagers: 1 }
    value(await run((tx) => appoint(tx, { enterpriseNumber: there.enterpriseNumber, ...role }, limits, ACT)))
    const self = await signedIn(portal.database, accountId)
    const body = { lastName: 'Ich', firstName: 'Selbst', language: 'nl', ssin: number, grants: ['DMFA'] }
    const answer = await portal.api(self, 'POST', path('', NOSS, there), {
      body: { ...body, employmentConfirmed: true },
    })
    expect([answer.statusCode, answer.json().detail]).toEqual([403, expect.stringContaining('Nobody does this')])
  })

  test.each(['role', 'enterpriseNumber', 'userId', 'state', '__proto__'])(
    'takes no field %s that it was not asked for (case R17)',
    async (field) => {
      const body = `{"lastName":"A","firstName":"B","language":"nl","grants":[],"employmentConfirmed":true,"${field}":"x"}`
      const answer = await portal.inject({
        ...{ method: 'POST', url: `/REST/accessManagement/v1${path()}`, payload: body },
        headers: headersOf(here.main),
      })
      expect(answer.statusCode).toBe(400)
      const posted = await portal.post(here.main, path('/new'), [...typed({ lastName: 'Mass' }), [field, 'x']])
      expect(posted.statusCode).toBe(400)
    },
  )
})

describe('changes', () => {
  test('need the version that was looked at, and lose nobody’s change (case R18)', async () => {
    const { qualityUserId } = await user()
    const put = (version?: number) =>
      portal.api(here.main, 'PATCH', path(`/${qualityUserId}`), {
        body: { grants: ['DIMN'] },
        ...(version !== undefined && { version }),
      })
    expect((await put()).statusCode).toBe(428)
    const changed = await put(1)
    expect([changed.statusCode, changed.headers.etag, changed.json().grants]).toEqual([200, 'W/"2"', ['DIMN']])
    expect((await put(1)).statusCode).toBe(412)
    const form = await portal.post(here.coMain, path(`/${qualityUserId}`), [
      ['grants', 'WECH'],
      ['version', '1'],
    ])
    expect(form.statusCode).toBe(412)
    expect((await portal.api(here.main, 'GET', path(`/${qualityUserId}`))).json().grants).toEqual(['DIMN'])
  })

  test('of grants and state together are all done or none', async () => {
    const { qualityUserId } = await user()
    const body = { grants: ['DIMN'], state: 'active' }
    const refused = await portal.api(here.main, 'PATCH', path(`/${qualityUserId}`), { body, version: 1 })
    expect(refused.statusCode).toBe(409)
    const both = { grants: [], state: 'locked', reason: 'On leave' }
    const done = await portal.api(here.main, 'PATCH', path(`/${qualityUserId}`), { body: both, version: 1 })
    expect(done.json()).toEqual(
      expect.objectContaining({ grants: [], state: 'locked', lockedReason: 'On leave', version: 3 }),
    )
  })

  test('a lock takes the session at the next request, and says so in the history', async () => {
    const { qualityUserId, accountId } = await user()
    const locked = await signedIn(portal.database, accountId)
    expect((await portal.get(locked, '/profile')).statusCode).toBe(200)
    const fields: [string, string][] = [
      ['action', 'lock'],
      ['reason', 'Keys lost'],
      ['version', '1'],
    ]
    const answer = await portal.post(here.manager, path(`/${qualityUserId}/lock`), fields)
    expect(answer.headers.location).toBe(`${path(`/${qualityUserId}`)}?done=userLocked`)
    expect((await portal.get(locked, '/profile')).statusCode).toBe(303)
    const { body } = await portal.get(here.manager, `${path(`/${qualityUserId}`)}?lang=de`)
    expect(body).toContain('Keys lost')
    expect(body).toContain('Benutzer gesperrt')
    expect((await portal.post(here.manager, path(`/${qualityUserId}/lock`), fields)).statusCode).toBe(412)
  })

  test('nobody changes somebody above him, nor himself', async () => {
    const enter = (by: Person) => {
      const row = { enterpriseNumber: here.enterpriseNumber, qualityCode: NOSS, accountId: by.accountId }
      return portal.database.queries
        .insertInto('quality_user')
        .values({
          ...{ quality_user_id: crypto.randomUUID(), account_id: row.accountId, state: 'active', created_by: 'test' },
          ...{ enterprise_number: row.enterpriseNumber, quality_code: NOSS },
        })
        .returning('quality_user_id')
        .executeTakeFirstOrThrow()
    }
    const main = (await enter(here.main)).quality_user_id
    const own = (await enter(here.manager)).quality_user_id
    for (const id of [main, own]) {
      const locked = await portal.api(here.manager, 'PATCH', path(`/${id}`), { body: { state: 'locked' }, version: 1 })
      const granted = await portal.api(here.manager, 'PATCH', path(`/${id}`), {
        body: { grants: ['DIMN'] },
        version: 1,
      })
      const deleted = await portal.api(here.manager, 'DELETE', path(`/${id}`), { version: 1 })
      const body = { newPassword: 'Blaue-Wolke-77', newPasswordConfirmation: 'Blaue-Wolke-77' }
      const reset = await portal.api(here.manager, 'POST', path(`/${id}/passwordResets`), { body })
      expect([locked, granted, deleted, reset].map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403])
    }
  })
})

describe('several at once', () => {
  test('each has an outcome of its own', async () => {
    const [one, two, three] = [await user(), await user(), await user({ qualityCode: MUNICIPALITY })]
    const key = { enterpriseNumber: here.enterpriseNumber, qualityCode: NOSS, qualityUserId: two.qualityUserId }
    value(await portal.run((tx) => lockUser(tx, key, ACT)))
    const userIds = [one, two, three].map(({ qualityUserId }) => qualityUserId)
    const answer = await portal.api(here.manager, 'POST', path('/bulkActions'), { body: { action: 'lock', userIds } })
    expect(answer.json()).toEqual({
      results: [
        { userId: userIds[0], outcome: 'done' },
        {
          userId: userIds[1],
          outcome: 'refused',
          problem: expect.objectContaining({ status: 409, code: 'SLU-STATE' }),
        },
        { userId: userIds[2], outcome: 'refused', problem: expect.objectContaining({ status: 404 }) },
      ],
    })
  })

  test('a lock has one reason for all of them, by API and on the page', async () => {
    const [one, two, three] = [await user(), await user(), await user()]
    const reasons = async () => {
      const told: unknown[] = []
      for (const { qualityUserId } of [one, two, three]) {
        const { state, lockedReason } = (await portal.api(here.main, 'GET', path(`/${qualityUserId}`))).json()
        told.push([state, lockedReason])
      }
      return told
    }
    const body = { action: 'lock', userIds: [one.qualityUserId], reason: 'Keys lost' }
    expect((await portal.api(here.manager, 'POST', path('/bulkActions'), { body })).statusCode).toBe(200)
    const posted = (action: string, reason: string) =>
      portal.post(here.manager, path(), [
        ...[two, three].map(({ qualityUserId }): [string, string] => ['users', qualityUserId]),
        ...[['action', action] as [string, string], ['reason', reason] as [string, string]],
      ])
    const long = await posted('lock', 'x'.repeat(501))
    expect([long.statusCode, long.body.includes('href="#reason"')]).toEqual([400, true])
    const untouched = ['active', undefined]
    expect(await reasons()).toEqual([['locked', 'Keys lost'], untouched, untouched])
    expect((await posted('lock', 'On leave')).statusCode).toBe(303)
    expect(await reasons()).toEqual([['locked', 'Keys lost'], ...Array(2).fill(['locked', 'On leave'])])
    expect((await posted('unlock', 'ignored')).statusCode).toBe(303)
    expect(await reasons()).toEqual([['locked', 'Keys lost'], untouched, untouched])
  })

  test('the page says which it could not do, and asks before it removes', async () => {
    const [one, two] = [await user(), await user()]
    const fields = (action: string): [string, string][] => [
      ...[['users', one.qualityUserId] as [string, string], ['users', two.qualityUserId] as [string, string]],
      ['action', action],
    ]
    expect((await portal.post(here.manager, path(), fields('lock'))).headers.location).toBe(
      `${path()}?done=usersChanged`,
    )
    expect((await portal.post(here.manager, path(), fields('lock'))).statusCode).toBe(409)
    const asked = await portal.post(here.manager, path(), fields('delete'))
    expect([asked.statusCode, asked.body.includes('name="confirmed"')]).toEqual([200, true])
    const done = await portal.post(here.manager, path(), [...fields('delete'), ['confirmed', 'on']])
    expect(done.statusCode).toBe(303)
    const again = await portal.post(here.manager, path(), [...fields('delete'), ['confirmed', 'on']])
    expect(again.statusCode).toBe(409)
    expect((await portal.post(here.manager, path(), [['action', 'lock']])).statusCode).toBe(400)
  })
})

describe('a password set for a user', () => {
  test('must be changed at once, and is set only after a fresh sign-in', async () => {
    const { qualityUserId, accountId } = await user()
    await signedIn(portal.database, accountId)
    const fields: [string, string][] = [
      ['password', 'Blaue-Wolke-77'],
      ['confirmation', 'Blaue-Wolke-77'],
    ]
    const answer = await portal.post(here.coManager, path(`/${qualityUserId}/password`), fields)
    expect(answer.headers.location).toBe(`${path(`/${qualityUserId}`)}?done=passwordSet`)
    const seen = await portal.api(here.main, 'GET', path(`/${qualityUserId}`))
    expect(seen.json()).toEqual(
      expect.objectContaining({ accountState: 'mustChangePassword', passwordExpiresAt: expect.any(String) }),
    )
    const stale = await signedIn(portal.database, here.coManager.accountId)
    await portal.database.queries
      .updateTable('person_session')
      .set({ proven_at: new Date(0) })
      .where('account_id', '=', here.coManager.accountId)
      .execute()
    const late = await portal.post(stale, path(`/${qualityUserId}/password`), fields)
    expect([late.statusCode, late.body.includes('/sign-in/again')]).toEqual([403, true])
    here = { ...here, coManager: await signedIn(portal.database, here.coManager.accountId) }
  })

  test('tells the manager nothing of what it was before', async () => {
    const { qualityUserId } = await user()
    const fields: [string, string][] = [
      ['password', 'Gelbe-Wolke-78'],
      ['confirmation', 'Gelbe-Wolke-78'],
    ]
    const set = () => portal.post(here.main, path(`/${qualityUserId}/password`), fields)
    expect([(await set()).statusCode, (await set()).statusCode]).toEqual([303, 303])
  })

  test('that breaks the rule comes back without it', async () => {
    const { qualityUserId } = await user()
    const fields: [string, string][] = [
      ['password', 'zu-kurz'],
      ['confirmation', 'anders'],
    ]
    const answer = await portal.post(here.main, path(`/${qualityUserId}/password`), fields)
    expect([answer.statusCode, answer.body.includes('id="password-error"'), answer.body.includes('zu-kurz')]).toEqual([
      ...[400, true, false],
    ])
  })

  test('is not set for somebody who also works elsewhere', async () => {
    const number = ssin(901)
    const person = { lastName: 'Beide', firstName: 'Orte', language: 'nl', ssin: number } as const
    const { qualityUserId } = await user({ person })
    const both = { enterpriseNumber: there.enterpriseNumber, qualityCode: NOSS, person, grants: [] }
    value(await portal.run((tx) => createUser(tx, BOX, { ...both, employmentConfirmed: true }, USERS, ACT)))
    const body = { newPassword: 'Blaue-Wolke-77', newPasswordConfirmation: 'Blaue-Wolke-77' }
    const answer = await portal.api(here.main, 'POST', path(`/${qualityUserId}/passwordResets`), { body })
    expect([answer.statusCode, answer.json().detail]).toEqual([403, expect.stringContaining('also works')])
  })
})

test('the list is taken along as CSV, without formulas and numbers (case W6)', async () => {
  const number = ssin(902)
  await user({ person: { lastName: '=Formel', firstName: '+Ina', language: 'nl', ssin: number } })
  const file = await portal.get(here.manager, path('/export?search=Formel'))
  expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(file.body.split('\r\n')[1]).toMatch(/^'=Formel,'\+Ina,/)
  expect(file.body).not.toContain(number)
  expect((await portal.get(there.main, path('/export'))).statusCode).toBe(404)
})

test('the own profile names roles by enterprise and quality, not by their codes', async () => {
  const { body } = await portal.get(here.manager, '/profile?lang=de')
  const roles = body.slice(body.indexOf('id="roles"'))
  expect([roles.includes('LSS-Arbeitgeber'), roles.includes(NOSS), roles.includes(here.enterpriseNumber)]).toEqual([
    ...[true, false, true], // in the address of the enterprise
  ])
  expect(roles).toContain(here.enterpriseNumber.replace(/^(\d{4})(\d{3})/, '$1.$2.'))
})

describe('the search', () => {
  test.each(['%', '_', '\\', "'", 'x'.repeat(10_000), '(a+)+$'])('takes %s as letters (case W8)', async (text) => {
    const answer = await portal.get(here.main, `${path()}?search=${encodeURIComponent(text)}`)
    expect([answer.statusCode, answer.body.includes('Claes')]).toEqual([200, false])
  })

  test('goes on where the page before ended, and keeps what is narrowed', async () => {
    for (let n = 0; n < 7; n += 1) await user()
    const { main } = here
    const all: string[] = []
    let next: string | undefined = `${path()}?pageSize=3&search=Claes`
    while (next !== undefined) {
      const answer: { items: { userId: string }[]; next?: string } = (
        await portal.api(main, 'GET', next.replace('/REST/accessManagement/v1', ''))
      ).json()
      all.push(...answer.items.map(({ userId }) => userId))
      next = answer.next
    }
    const whole = await portal.api(main, 'GET', `${path()}?pageSize=200&search=Claes`)
    expect(all).toEqual(whole.json().items.map(({ userId }: { userId: string }) => userId))
    expect(all.length).toBeGreaterThan(6)
  })
})

function headersOf(by: Person) {
  return {
    ...{ cookie: `__Host-session=${by.token}`, origin: 'https://portal.example', 'sec-fetch-site': 'same-origin' },
    ...{ 'x-csrf-token': csrfToken(by.token), 'content-type': 'application/json' },
  }
}
