import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidV7 } from '../../src/base/ids.ts'
import { ssin } from '../registry/people/fixtures.ts'
import { MUNICIPALITY, NOSS, type Person, type Portal, peoplePortal, signedIn, staffed } from './people-rig.ts'

let portal: Portal
let there: Awaited<ReturnType<typeof staffed>>
beforeAll(async () => {
  portal = await peoplePortal({ appointments: { coMainAccessManagers: null, coAccessManagers: 5 } })
  there = await staffed(portal)
})
afterAll(() => portal?.[Symbol.asyncDispose]())

type Staff = Awaited<ReturnType<typeof staffed>>
type Listed = {
  appointmentId: string
  role: string
  qualityCode?: string
  origin: string
  version: number
  lastName: string
}

let count = 300
const somebodyNew = () => {
  count += 1
  return { lastName: `Neu${count}`, firstName: 'Ina', language: 'de', ssin: ssin(count) }
}

function path({ enterpriseNumber }: Staff, rest = ''): string {
  return `/enterprises/${enterpriseNumber}/appointments${rest}`
}

async function listed(here: Staff, by: Person = here.main): Promise<Listed[]> {
  return (await portal.api(by, 'GET', path(here))).json().items
}

describe('who appoints and ends whom (rows 3 to 5)', () => {
  const ROLES = ['main', 'coMain', 'manager', 'coManager', 'otherManager', 'stranger'] as const

  test.each([
    ['coMainAccessManager', undefined, { main: 201, coMain: 403, manager: 403, coManager: 403, otherManager: 403 }],
    ['coAccessManager', NOSS, { main: 201, coMain: 403, manager: 201, coManager: 403, otherManager: 404 }],
    ['accessManager', NOSS, { main: 409, coMain: 409, manager: 403, coManager: 403, otherManager: 404 }],
    ['mainAccessManager', undefined, { main: 409, coMain: 403, manager: 403, coManager: 403, otherManager: 403 }],
  ] as const)('%s', async (role, qualityCode, expected) => {
    const here = await staffed(portal)
    const answers: Record<string, number> = {}
    for (const who of ROLES) {
      const by = who === 'stranger' ? there.main : here[who]
      const body = { role, ...(qualityCode && { qualityCode }), ...somebodyNew() }
      answers[who] = (await portal.api(by, 'POST', path(here), { body })).statusCode
    }
    expect(answers).toEqual({ ...expected, stranger: 404 })
  })

  test('an access manager is ended by the main ones alone, and may then be appointed anew', async () => {
    const here = await staffed(portal)
    const theirs = (await listed(here)).find(({ role, origin }) => role === 'accessManager' && origin === 'appointment')
    const end = (by: Person, version = 1) =>
      portal.api(by, 'DELETE', path(here, `/${theirs?.appointmentId}`), { version })
    expect((await end(here.manager)).statusCode).toBe(403)
    expect((await end(here.coManager)).statusCode).toBe(403)
    expect((await end(there.main)).statusCode).toBe(404)
    expect(
      (await portal.api(there.main, 'DELETE', path(there, `/${theirs?.appointmentId}`), { version: 1 })).statusCode,
    ).toBe(404)
    expect((await end(here.coMain, 7)).statusCode).toBe(412)
    expect((await end(here.coMain)).statusCode).toBe(204)
    expect((await end(here.coMain)).statusCode).toBe(409)
    const body = { role: 'accessManager', qualityCode: theirs?.qualityCode, ...somebodyNew() }
    expect((await portal.api(here.coMain, 'POST', path(here), { body })).statusCode).toBe(201)
  })

  test('the main access manager and automatic profiles are not ended here', async () => {
    const here = await staffed(portal)
    const rows = (await listed(here)).filter(
      ({ role, origin }) => role === 'mainAccessManager' || origin === 'automatic',
    )
    for (const { appointmentId, version } of rows) {
      expect((await portal.api(here.main, 'DELETE', path(here, `/${appointmentId}`), { version })).statusCode).toBe(409)
    }
    expect(rows.length).toBeGreaterThan(2)
  })

  test('nobody appoints himself, and nobody twice (cases R5, W10)', async () => {
    const here = await staffed(portal)
    const me = somebodyNew()
    const first = { role: 'coMainAccessManager', ...me }
    expect((await portal.api(here.main, 'POST', path(here), { body: first })).statusCode).toBe(201)
    expect((await portal.api(here.main, 'POST', path(here), { body: first })).statusCode).toBe(409)
    const { account_id: accountId } = await portal.database.queries
      .selectFrom('account')
      .innerJoin('person', 'person.person_id', 'account.person_id')
      .select('account_id')
      .where('last_name', '=', me.lastName)
      .executeTakeFirstOrThrow()
    const self = await signedIn(portal.database, accountId)
    const body = { role: 'accessManager', qualityCode: MUNICIPALITY, ...me }
    expect((await portal.api(self, 'POST', path(here), { body })).statusCode).toBe(403)
    const known = { role: 'coMainAccessManager', lastName: 'Sans', firstName: 'Nummer', language: 'fr' }
    const reached = { ...known, email: 'sans@example.be', mobilePhone: '+32470112233' }
    const answers = await Promise.all([1, 2].map(() => portal.api(here.main, 'POST', path(here), { body: reached })))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
  })

  test('appointing asks for a fresh sign-in', async () => {
    const here = await staffed(portal)
    await portal.database.queries
      .updateTable('person_session')
      .set({ proven_at: new Date(0) })
      .where('account_id', '=', here.main.accountId)
      .execute()
    const body = { role: 'coMainAccessManager', ...somebodyNew() }
    const answer = await portal.api(here.main, 'POST', path(here), { body })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'SLU-REAUTH'])
  })

  test('R6: main and co-main access manager remove each other at once, and the main one remains', async () => {
    const here = await staffed(portal)
    const mains = (await listed(here)).find(({ role }) => role === 'mainAccessManager')
    for (let n = 0; n < 20; n += 1) {
      const theirs = (await listed(here)).find(({ role }) => role === 'coMainAccessManager')
      const [byMain, byCo] = await Promise.all([
        portal.api(here.main, 'DELETE', path(here, `/${theirs?.appointmentId}`), { version: theirs?.version ?? 0 }),
        portal.api(here.coMain, 'DELETE', path(here, `/${mains?.appointmentId}`), { version: mains?.version ?? 0 }),
      ])
      expect([byMain.statusCode, byCo.statusCode]).toEqual([204, expect.toBeOneOf([303, 401, 403, 404, 409])])
      const left = (await listed(here)).filter(({ role }) => role.endsWith('ainAccessManager')).map(({ role }) => role)
      expect(left).toEqual(['mainAccessManager'])
      const again = {
        role: 'coMainAccessManager',
        lastName: `Wieder${n}`,
        firstName: 'A',
        language: 'nl',
        ssin: ssin(600 + n),
      }
      expect((await portal.api(here.main, 'POST', path(here), { body: again })).statusCode).toBe(201)
      const row = await portal.database.queries
        .selectFrom('account')
        .innerJoin('person', 'person.person_id', 'account.person_id')
        .select('account_id')
        .where('last_name', '=', `Wieder${n}`)
        .executeTakeFirstOrThrow()
      here.coMain = await signedIn(portal.database, row.account_id)
    }
  })
})

describe('who sees whom', () => {
  test('an appointment is found at the address that is told, also when it has ended, by those who see it in the list', async () => {
    const here = await staffed(portal)
    const body = { role: 'coAccessManager', qualityCode: NOSS, ...somebodyNew() }
    const made = await portal.api(here.manager, 'POST', path(here), { body })
    const at = String(made.headers.location).replace('/REST/accessManagement/v1', '')
    const shown = (await listed(here)).find(({ appointmentId }) => at.endsWith(appointmentId))
    const answer = await portal.api(here.manager, 'GET', at)
    expect([answer.json(), answer.headers.etag]).toEqual([shown, 'W/"1"'])
    expect(await statusesOf(here, at)).toEqual({ main: 200, coManager: 200, otherManager: 404, stranger: 404 })
    await portal.api(here.manager, 'DELETE', at, { version: 1 })
    const ended = await portal.api(here.manager, 'GET', at)
    expect([ended.json().state, ended.headers.etag]).toEqual(['ended', 'W/"2"'])
    const page = `/enterprises/${here.enterpriseNumber}/assistants/${shown?.appointmentId}/end`
    expect((await portal.get(here.manager, page)).statusCode).toBe(409)
  })

  test('those that have ended are told page by page, the latest first, each manager his own, and none twice', async () => {
    const here = await staffed(portal)
    const { queries } = portal.database
    const ended = (qualityCode: string | null) => ({
      ...{ appointment_id: uuidV7(), enterprise_number: here.enterpriseNumber, quality_code: qualityCode },
      ...{ role: qualityCode ? 'coAccessManager' : 'coMainAccessManager', account_id: here.coMain.accountId },
      ...{ appointed_by: 'test', origin: 'appointment', state: 'ended', ended_at: new Date() },
    })
    const rows = Array.from({ length: 60 }, (_, index) => ended([null, NOSS, MUNICIPALITY][index % 3] ?? null))
    await queries.insertInto('appointment').values(rows).execute()
    const latestFirst = rows
      .map(({ appointment_id }) => appointment_id)
      .sort()
      .reverse()
    expect(await allEnded(here, here.main)).toEqual(latestFirst)
    const own = new Set(rows.filter((row) => row.quality_code !== MUNICIPALITY).map((row) => row.appointment_id))
    expect(await allEnded(here, here.manager)).toEqual(latestFirst.filter((id) => own.has(id)))
    const page = await portal.get(here.main, `/enterprises/${here.enterpriseNumber}/assistants?lang=en`)
    const next = /href="([^"]*[?&]after=[^"]*)"/.exec(page.body)?.[1] ?? ''
    const second = await portal.get(here.main, next)
    expect([page, second].map(({ body }) => body.split('id="ended"')[1]?.match(/<tr/g)?.length)).toEqual([51, 11])
  })

  async function allEnded(here: Staff, by: Person): Promise<string[]> {
    const ids: string[] = []
    let next: string | undefined = path(here, '?state=ended&pageSize=7')
    while (next !== undefined) {
      const page: { items: Listed[]; next?: string } = (
        await portal.api(by, 'GET', next.replace('/REST/accessManagement/v1', ''))
      ).json()
      ids.push(...page.items.map(({ appointmentId }) => appointmentId))
      next = page.next
    }
    return ids
  }

  async function statusesOf(here: Staff, at: string) {
    const { main, coManager, otherManager } = here
    const asking = Object.entries({ main, coManager, otherManager, stranger: there.main })
    const all = asking.map(async ([who, by]) => [who, (await portal.api(by, 'GET', at)).statusCode] as const)
    return Object.fromEntries(await Promise.all(all))
  }

  test('main ones everybody, a manager the main ones and his quality (case R2)', async () => {
    const here = await staffed(portal)
    const placesOf = (rows: Listed[]) => [...new Set(rows.map(({ qualityCode }) => qualityCode ?? ''))].sort()
    expect(placesOf(await listed(here, here.coMain))).toEqual(['', NOSS, MUNICIPALITY].sort())
    expect(placesOf(await listed(here, here.coManager))).toEqual(['', NOSS])
    expect(placesOf(await listed(here, here.otherManager))).toEqual(['', MUNICIPALITY])
    const answer = await portal.api(here.main, 'GET', path(here))
    // A national number, and not the end of an id.
    expect(answer.body).not.toMatch(/(?<![0-9a-f-])\d{11}(?![0-9a-f])/)
  })

  test('the page shows who may be ended, and the way to it says what it takes away', async () => {
    const here = await staffed(portal)
    const page = `/enterprises/${here.enterpriseNumber}/assistants`
    const main = await portal.get(here.main, `${page}?lang=de`)
    expect(main.body.match(/\/end"/g)).toHaveLength(4) // co-main, two access managers, one co-access manager
    expect(main.body).toContain('automatisches Profil')
    const manager = await portal.get(here.manager, `${page}?lang=de`)
    expect(manager.body.match(/\/end"/g)).toHaveLength(1)
    const theirs = (await listed(here)).find(({ role }) => role === 'coAccessManager')
    const end = `${page}/${theirs?.appointmentId}/end`
    expect((await portal.get(here.manager, `${end}?lang=de`)).body).toContain('hilft sofort nicht mehr')
    const ended = await portal.post(here.manager, end, [['version', '1']])
    expect(ended.headers.location).toBe(`${page}?done=assistantEnded`)
    expect((await portal.post(here.manager, end, [['version', '1']])).statusCode).toBe(409)
  })

  test('a form appoints by role and quality', async () => {
    const here = await staffed(portal)
    const page = `/enterprises/${here.enterpriseNumber}/assistants`
    const { lastName, firstName, ssin: number } = somebodyNew()
    const fields: [string, string][] = [
      ...([['lastName', lastName], ['firstName', firstName], ['ssin', number] as [string, string]] as [
        string,
        string,
      ][]),
      ...([
        ['language', 'de'],
        ['appointment', `coAccessManager ${NOSS}`],
      ] as [string, string][]),
    ]
    expect((await portal.get(here.manager, `${page}/new`)).body).toContain(`coAccessManager ${NOSS}`)
    expect((await portal.post(here.manager, `${page}/new`, fields)).headers.location).toBe(
      `${page}?done=assistantByIdentity`,
    )
    const foreign = fields.map(([name, value]): [string, string] =>
      name === 'appointment' ? [name, `coAccessManager ${MUNICIPALITY}`] : [name, value],
    )
    expect((await portal.post(here.manager, `${page}/new`, foreign)).statusCode).toBe(404)
    expect((await portal.post(here.manager, `${page}/new`, [...fields, ['role', 'x']])).statusCode).toBe(400)
  })
})
