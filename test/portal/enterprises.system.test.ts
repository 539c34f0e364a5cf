import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordChange } from '../../src/registry/change.ts'
import { registerEnterprise } from '../../src/registry/enterprises.ts'
import { nameMainAccessManager } from '../../src/registry/people/main-access-manager.ts'
import { ACT, auditOf, enrolled, enterpriseNumber, requestOf, value } from '../registry/fixtures.ts'
import { addUser, BOX, person, ssin } from '../registry/people/fixtures.ts'
import { API, MUNICIPALITY, NOSS, type Person, type Portal, peoplePortal, signedIn, staffed } from './people-rig.ts'

let portal: Portal
let here: Awaited<ReturnType<typeof staffed>>
let there: Awaited<ReturnType<typeof staffed>>
const access = { exportRows: 1_000_000 }
beforeAll(async () => {
  portal = await peoplePortal(access)
  here = await staffed(portal)
  there = await staffed(portal)
})
afterAll(() => portal?.[Symbol.asyncDispose]())

const path = (rest = '', { enterpriseNumber } = here) => `/enterprises/${enterpriseNumber}${rest}`

async function userWith(grants: readonly string[] = []): Promise<Person> {
  const { accountId } = await addUser(portal.run, { enterpriseNumber: here.enterpriseNumber, grants })
  return signedIn(portal.database, accountId)
}

async function statuses(ask: (by: Person) => Promise<{ readonly statusCode: number }>) {
  const user = await userWith()
  const people = { ...here, user, stranger: there.main } as unknown as Record<string, Person>
  const answers: Record<string, number> = {}
  for (const who of ['main', 'coMain', 'manager', 'coManager', 'otherManager', 'user', 'stranger']) {
    answers[who] = (await ask(people[who] as Person)).statusCode
  }
  return answers
}

describe('where one lands', () => {
  test('in the one enterprise, or before the choice', async () => {
    expect((await portal.get(here.main, '/')).headers.location).toBe(path())
    const both = { enterpriseNumber: there.enterpriseNumber, qualityCode: NOSS, accountId: here.coManager.accountId }
    await portal.database.queries
      .insertInto('quality_user')
      .values({
        ...{ quality_user_id: crypto.randomUUID(), account_id: both.accountId, state: 'active', created_by: 'test' },
        ...{ enterprise_number: both.enterpriseNumber, quality_code: NOSS },
      })
      .execute()
    const choice = await portal.get(here.coManager, '/')
    expect(choice.statusCode).toBe(200)
    for (const one of [here, there]) expect(choice.body).toContain(`href="${path('', one)}"`)
  })

  test('in what is one’s own, and nothing else is there', async () => {
    const seen = { main: 200, coMain: 200, manager: 200, coManager: 200, otherManager: 200, user: 200 }
    expect(await statuses((by) => portal.get(by, path()))).toEqual({ ...seen, stranger: 404 })
  })
})

describe('the overview', () => {
  test('says whether the enterprise may send, and what it needs', async () => {
    const { enterpriseNumber } = here
    const { senderNumber } = await enrolled(portal.database, { ...requestOf({ enterpriseNumber }), name: 'Bäckerei' })
    const before = await portal.get(here.manager, `${path()}?lang=de`)
    expect(before.body).toContain('kann zurzeit nicht senden')
    expect(before.body).toContain(senderNumber)
    expect(before.body).toContain('kein gültiges Zertifikat')
    const others = await portal.get(here.otherManager, `${path()}?lang=de`)
    expect(others.body).not.toContain(senderNumber)
  })

  test('tells of a password that waits to be changed, to those of its quality', async () => {
    const person = { lastName: 'Wartend', firstName: 'Ute', language: 'nl', ssin: ssin(950) } as const
    const { accountId } = await addUser(portal.run, { enterpriseNumber: here.enterpriseNumber, person })
    await portal.database.queries
      .updateTable('account')
      .set({ password_hash: 'x', password_set_by: 'manager', password_expires_at: new Date(Date.now() + 3_600_000) })
      .where('account_id', '=', accountId)
      .execute()
    expect((await portal.get(here.manager, path())).body).toContain('Ute Wartend')
    expect((await portal.get(here.otherManager, path())).body).not.toContain('Ute Wartend')
    expect((await portal.get(await userWith(), path())).body).not.toContain('Ute Wartend')
  })

  test('offers the profile that is missing, and makes it once', async () => {
    const other = await staffed(portal)
    await portal.database.queries
      .updateTable('appointment')
      .set({ state: 'ended', ended_at: new Date() })
      .where('account_id', '=', other.main.accountId)
      .where('origin', '=', 'automatic')
      .where('quality_code', '=', MUNICIPALITY)
      .execute()
    const profile = path(`/qualities/${MUNICIPALITY}/own-profile`, other)
    expect((await portal.get(other.main, path('', other))).body).toContain(profile)
    for (let n = 0; n < 2; n += 1) expect((await portal.post(other.main, profile, [])).statusCode).toBe(303)
    expect((await portal.get(other.main, path('', other))).body).not.toContain(profile)
    expect((await portal.post(other.manager, profile, [])).statusCode).toBe(404)
    const own = path(`/qualities/${NOSS}/own-profile`, other)
    expect((await portal.post(other.manager, own, [])).statusCode).toBe(403)
  })
})

describe('the account of an enterprise', () => {
  let numbers = 9000

  /** Its main access manager was signed in when the legal representative named him. */
  async function waiting(proof?: Parameters<typeof signedIn>[2]) {
    numbers += 1
    const number = enterpriseNumber(numbers)
    const accountId = await portal.run(async (tx) => {
      value(await registerEnterprise(tx, { enterpriseNumber: number, legalName: 'Bakkerij Maes' }, ACT))
      const reachable = { email: 'eva@example.be', mobilePhone: '+32470000001' }
      const named = { enterpriseNumber: number, person: person(reachable), otherwise: 'refuse' } as const
      return value(await nameMainAccessManager(tx, BOX, named, ACT)).accountId
    })
    const at = `/enterprises/${number}`
    return { number, at, main: await signedIn(portal.database, accountId, proof) }
  }

  const activationsOf = async (number: string) =>
    (await auditOf(portal.database, `enterprise:${number}`)).filter(({ action }) => action === 'enterprise.activate')

  test('is activated by its main access manager who is signed in strongly, once (rule 11.1)', async () => {
    const { number, at, main } = await waiting()
    const answers = [
      await portal.api(main, 'POST', `${at}/activations`),
      await portal.api(main, 'POST', `${at}/activations`),
    ]
    const told = await portal.api(main, 'GET', at)
    for (const answer of answers) {
      expect([answer.statusCode, answer.headers.location, answer.headers.etag, answer.json()]).toEqual([
        ...[201, `${API}${at}`, told.headers.etag, told.json()],
      ])
    }
    expect(told.json()).toMatchObject({ state: 'active', activatedAt: expect.any(String) })
    expect((await activationsOf(number)).map(({ actor }) => actor)).toEqual([`person:${main.accountId}`])
  })

  test('is not activated by a password alone, nor while it is suspended', async () => {
    const weak = await waiting({ method: 'password', assurance: 200 })
    const refused = await portal.api(weak.main, 'POST', `${weak.at}/activations`)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'SLU-METHOD'])
    expect(await activationsOf(weak.number)).toEqual([])
    const { number, at, main } = await waiting()
    const suspended = { state: 'suspended' }
    const { queries } = portal.database
    await queries.updateTable('enterprise').set(suspended).where('enterprise_number', '=', number).execute()
    const late = await portal.api(main, 'POST', `${at}/activations`)
    expect([late.statusCode, late.json().code]).toEqual([409, 'SLU-STATE'])
  })

  test('is activated by nobody else (row 1)', async () => {
    const answers = await statuses((by) => portal.api(by, 'POST', path('/activations')))
    expect(answers).toEqual({
      ...{ main: 201, coMain: 403, manager: 403, coManager: 403, otherManager: 403, user: 403, stranger: 404 },
    })
  })
})

describe('qualities', () => {
  test('are activated and closed by the main ones', async () => {
    const body = { qualityCode: 'QUAL_COMPANY' }
    const answers = await statuses((by) => portal.api(by, 'POST', path('/qualities'), { body }))
    expect(answers).toEqual({
      ...{ main: 201, coMain: 201, manager: 403, coManager: 403, otherManager: 403, user: 403, stranger: 404 },
    })
    const { headers } = await portal.api(here.main, 'POST', path('/qualities'), { body })
    expect([headers.location, headers.etag]).toEqual([`${API}${path('/qualities/QUAL_COMPANY')}`, 'W/"1"'])
    const close = (version: number) =>
      portal.api(here.coMain, 'PATCH', path('/qualities/QUAL_COMPANY'), { body: { state: 'closed' }, version })
    expect([(await close(9)).statusCode, (await close(1)).statusCode, (await close(2)).statusCode]).toEqual([
      ...[412, 204, 409],
    ])
    const list = await portal.api(here.main, 'GET', path('/qualities'))
    expect(
      list.json().items.map((each: { qualityCode: string; state: string }) => [each.qualityCode, each.state]),
    ).toEqual([
      [NOSS, 'active'],
      ['QUAL_COMPANY', 'closed'],
      [MUNICIPALITY, 'active'],
    ])
  })

  test('what is activated is found at the address that is told, with the version that a change asks for', async () => {
    const made = await portal.api(here.main, 'POST', path('/qualities'), { body: { qualityCode: MUNICIPALITY } })
    const { location = '' } = made.headers
    const at = String(location).replace('/REST/accessManagement/v1', '')
    const { items } = (await portal.api(here.main, 'GET', path('/qualities'))).json()
    const listed = items.find(({ qualityCode }: { qualityCode: string }) => qualityCode === MUNICIPALITY)
    const answer = await portal.api(here.main, 'GET', at)
    expect([answer.json(), listed.href, answer.headers.etag]).toEqual([listed, location, `W/"${listed.version}"`])
    expect(await statuses((by) => portal.api(by, 'GET', at))).toEqual({
      ...{ main: 200, coMain: 200, manager: 404, coManager: 404, otherManager: 200, user: 404, stranger: 404 },
    })
    expect((await portal.api(here.main, 'GET', path('/qualities/QUAL_CUR'))).statusCode).toBe(404)
  })

  test('stay open while a sender number is in use (case R19)', async () => {
    const version = (await portal.api(here.main, 'GET', path('/qualities')))
      .json()
      .items.find((each: { qualityCode: string }) => each.qualityCode === NOSS).version
    const body = { state: 'closed' }
    const answer = await portal.api(here.main, 'PATCH', path(`/qualities/${NOSS}`), { body, version })
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringContaining('sender number')])
    const page = await portal.get(here.main, path(`/qualities/${NOSS}/closing`))
    expect(page.body).not.toContain('btn danger')
  })

  test('of natural persons are shown as not supported, and refused', async () => {
    expect((await portal.get(here.main, `${path('/qualities')}?lang=de`)).body).toContain('QUAL_CUR')
    const body = { qualityCode: 'QUAL_CUR' }
    expect((await portal.api(here.main, 'POST', path('/qualities'), { body })).statusCode).toBe(409)
  })

  test('take an employer’s number that is one', async () => {
    const fields = (employerId: string): [string, string][] => [
      ['qualityCode', NOSS],
      ['employerId', employerId],
    ]
    const bad = await portal.post(here.main, path('/qualities'), fields('93017374'))
    expect([bad.statusCode, bad.body.includes('id="employerId-error"')]).toEqual([400, true])
    expect((await portal.post(here.main, path('/qualities'), fields('93017373'))).statusCode).toBe(303)
  })
})

describe('settings', () => {
  test('the address for notices is changed by every manager, and its version counts', async () => {
    const seen = (await portal.api(here.main, 'GET', path())).headers.etag
    const version = Number(/\d+/.exec(String(seen))?.[0])
    const put = (by: Person, at: number) =>
      portal.api(by, 'PUT', path('/notificationEmail'), { body: { email: 'post@example.be' }, version: at })
    expect((await put(here.coManager, version)).statusCode).toBe(204)
    expect((await put(here.manager, version)).statusCode).toBe(412)
    expect((await put(await userWith(), version)).statusCode).toBe(403)
    const form: [string, string][] = [
      ['email', 'nothing'],
      ['version', String(version + 1)],
    ]
    const bad = await portal.post(here.main, path('/settings'), form)
    expect([bad.statusCode, bad.body.includes('id="email-error"')]).toEqual([400, true])
  })

  test('a password alone is switched off by the main access manager alone, when another way is there', async () => {
    const other = await staffed(portal)
    const version = Number(/\d+/.exec(String((await portal.api(other.main, 'GET', path('', other))).headers.etag))?.[0])
    const body = { passwordLoginEnabled: false }
    const put = (by: Person) => portal.api(by, 'PUT', path('/authenticationPolicy', other), { body, version })
    expect((await put(other.coMain)).statusCode).toBe(403)
    const without = await put(other.main)
    expect([without.statusCode, without.json().code]).toEqual([409, 'SLU-METHOD'])
    await portal.database.queries
      .updateTable('person')
      .set({ ssin_hash: Buffer.alloc(32, 7), ssin_sealed: Buffer.alloc(40) })
      .where('person_id', '=', (eb) =>
        eb.selectFrom('account').select('account.person_id').where('account_id', '=', other.main.accountId),
      )
      .execute()
    const byPassword = await signedIn(portal.database, other.manager.accountId, { method: 'password', assurance: 200 })
    expect((await portal.get(byPassword, path('', other))).statusCode).toBe(200)
    const page = await portal.get(other.main, `${path('/settings/password-login', other)}?lang=de`)
    expect(page.body).toContain('keine Kennwörter für Benutzer')
    expect((await put(other.main)).json()).toEqual({ passwordLoginEnabled: false })
    expect((await portal.get(byPassword, path('', other))).statusCode).toBe(303)
  })
})

describe('notices', () => {
  let number = 0
  async function notice(qualityCode: string | null, service: string | null): Promise<string> {
    number += 1
    const { notice_id: id } = await portal.database.queries
      .insertInto('notice')
      .values({
        ...{ notice_id: crypto.randomUUID(), enterprise_number: here.enterpriseNumber, quality_code: qualityCode },
        ...{ service, kind: 'userCreated', source: `test:${number}`, expires_at: new Date(Date.now() + 86_400_000) },
      })
      .returning('notice_id')
      .executeTakeFirstOrThrow()
    return id
  }
  const ids = async (by: Person, query = ''): Promise<string[]> => {
    const answer = await portal.api(by, 'GET', `${path('/notices')}?pageSize=200${query}`)
    return answer.json().items.map(({ noticeId }: { noticeId: string }) => noticeId)
  }

  test('are seen by what one manages or was granted (row 22)', async () => {
    const all = [
      await notice(null, null),
      await notice(NOSS, null),
      await notice(NOSS, 'DMFA'),
      await notice(MUNICIPALITY, 'DIMN'),
    ]
    const [, ofQuality, ofService, other] = all
    const granted = await userWith(['DMFA'])
    expect((await ids(here.main)).toSorted()).toEqual(all.toSorted())
    expect((await ids(here.manager)).toSorted()).toEqual([ofQuality, ofService].toSorted())
    expect(await ids(here.otherManager)).toEqual([other])
    expect(await ids(granted)).toEqual([ofService])
    expect(await ids(here.main, '&service=DIMN')).toEqual([other])
    expect(await ids(here.manager, '&service=DIMN')).toEqual([])
    expect((await portal.api(await userWith([]), 'GET', path('/notices'))).statusCode).toBe(403)
    expect((await portal.api(there.main, 'GET', path('/notices'))).statusCode).toBe(404)
  })

  test('are read and deleted only as far as they are seen', async () => {
    const [ours, theirs] = [await notice(NOSS, null), await notice(MUNICIPALITY, null)]
    const noticeIds = [ours, theirs]
    const read = await portal.api(here.manager, 'POST', path('/notices/readings'), { body: { noticeIds } })
    expect(read.json()).toEqual({ marked: 1 })
    const gone = await portal.api(here.manager, 'POST', path('/notices/deletions'), { body: { noticeIds } })
    expect(gone.json()).toEqual({ deleted: 1 })
    expect(await ids(here.main)).toContain(theirs)
    expect(await ids(here.main)).not.toContain(ours)
    const form: [string, string][] = [
      ['notices', theirs],
      ['action', 'delete'],
    ]
    expect((await portal.post(here.otherManager, path('/notices'), form)).headers.location).toBe(
      `${path('/notices')}?done=noticesDeleted`,
    )
    expect((await portal.post(here.otherManager, path('/notices'), form)).statusCode).toBe(303)
    expect(await ids(here.main)).not.toContain(theirs)
  })

  test('are in the audit when they are deleted, each quality for itself, with the role that opened it', async () => {
    const noticeIds = [await notice(null, null), await notice(NOSS, null), await notice(NOSS, 'DMFA')]
    const [whole, ofQuality, ofService] = noticeIds
    const granted = await userWith(['DMFA'])
    const remove = (by: Person) => portal.api(by, 'POST', path('/notices/deletions'), { body: { noticeIds } })
    expect([(await remove(granted)).json(), (await remove(here.main)).json()]).toEqual([{ deleted: 1 }, { deleted: 2 }])
    const rows = await portal.database.queries
      .selectFrom('audit')
      .select(['actor', 'subject', 'detail'])
      .where('action', '=', 'notice.deleted')
      .orderBy('audit_no', 'desc')
      .limit(3)
      .execute()
    const [kind, subject] = ['userCreated', `enterprise:${here.enterpriseNumber}`]
    const entry = (by: Person, as: object, before: object) => {
      const proof = { method: 'eid', assurance: 500, traceId: expect.any(String) }
      const where = { enterpriseNumber: here.enterpriseNumber, ...proof, ...as }
      return { actor: `person:${by.accountId}`, subject, detail: { before, as: where } }
    }
    const own = { qualityCode: NOSS, notices: [{ noticeId: ofQuality, kind }] }
    const users = { qualityCode: NOSS, notices: [{ noticeId: ofService, kind }] }
    expect(rows).toEqual([
      entry(here.main, { role: 'accessManager', qualityCode: NOSS }, own),
      entry(here.main, { role: 'mainAccessManager' }, { notices: [{ noticeId: whole, kind }] }),
      entry(granted, { role: 'user', qualityCode: NOSS }, users),
    ])
    const page = await portal.get(here.manager, `${path('/audit')}?topic=notice&lang=en`)
    expect(page.body).toContain('Notices deleted')
  })
})

describe('the audit', () => {
  test('is read by managers, each of his own quality (row 24)', async () => {
    const seen = { main: 200, coMain: 200, manager: 200, coManager: 200, otherManager: 200, user: 403 }
    expect(await statuses((by) => portal.get(by, path('/audit')))).toEqual({ ...seen, stranger: 404 })
    const foreign = await portal.get(here.manager, `${path('/audit')}?quality=${MUNICIPALITY}`)
    expect(foreign.statusCode).toBe(404)
    const items = async (by: Person, query = '') =>
      (await portal.api(by, 'GET', `${path('/audit')}?pageSize=200${query}`)).json().items
    const codes = new Set(
      (await items(here.manager)).map(
        ({ detail }: { detail: { after?: { qualityCode?: string } } }) => detail.after?.qualityCode,
      ),
    )
    expect(codes.has(MUNICIPALITY)).toBe(false)
    const topic = (await items(here.main, '&topic=quality')).map(
      ({ action }: { action: string }) => action.split('.')[0],
    )
    expect([...new Set(topic)]).toEqual(['quality'])
  })

  test('goes on page by page without skipping', async () => {
    const numbers: number[] = []
    let next: string | undefined = `${path('/audit')}?pageSize=7`
    while (next !== undefined) {
      const page: { items: { auditNo: number }[]; next?: string } = (
        await portal.api(here.main, 'GET', next.replace('/REST/accessManagement/v1', ''))
      ).json()
      numbers.push(...page.items.map(({ auditNo }) => auditNo))
      next = page.next
    }
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => b - a))
    expect(numbers.length).toBeGreaterThan(14)
  })

  test('is taken along as CSV without formulas (case W6)', async () => {
    const reasons = ['=1+1', '+1', '-1', '@x', 'a;=1', 'fine "quoted", with a comma']
    for (const reason of reasons) {
      const change = { action: 'enterprise.corrected', subject: `enterprise:${here.enterpriseNumber}` } as const
      await portal.database.transaction((tx) => recordChange(tx, { ...ACT, reason }, change))
    }
    const file = await portal.get(here.main, path('/audit/export'))
    expect([file.statusCode, file.headers['content-type'], file.headers['content-disposition']]).toEqual([
      ...[200, 'text/csv; charset=utf-8', `attachment; filename="audit-${here.enterpriseNumber}.csv"`],
    ])
    expect(file.body).toContain(`'=1+1`)
    expect(file.body).toContain('"fine ""quoted"", with a comma"')
    for (const line of file.body.split('\r\n')) expect(line).not.toMatch(/(^|,|;|")[=+@]/)
    expect((await portal.get(there.main, path('/audit/export'))).statusCode).toBe(404)
  })

  test('is taken along whole, however many pages it has, or tells where it ends', async () => {
    const subject = `enterprise:${there.enterpriseNumber}`
    await sql`insert into audit (actor, action, subject, reason, detail)
      select 'operator:test', 'enterprise.corrected', ${subject}, 'no. ' || n, '{}' from generate_series(1, 2300) n`.execute(
      portal.database.queries,
    )
    const take = async () => {
      const { body } = await portal.get(there.main, `${path('/audit/export', there)}?topic=enterprise&lang=en`)
      return body.trimEnd().split('\r\n')
    }
    const reasons = (lines: string[]) => lines.flatMap((line) => /,no\. (\d+),/.exec(line)?.[1] ?? [])
    const all = Array.from({ length: 2300 }, (_, index) => String(2300 - index))
    const whole = await take()
    expect([reasons(whole), whole.at(-1)]).toEqual([all, expect.stringContaining('enterprise.')])
    access.exportRows = 1200
    const cut = await take()
    access.exportRows = 1_000_000
    expect([reasons(cut), cut.length, cut.at(-1)]).toEqual([
      ...[all.slice(0, 1200), 1202],
      '"The file ends here after 1,200 rows; there are more. Narrow the list, or ask the operator for a higher limit."',
    ])
  })

  test('shows a reason as text', async () => {
    const change = { action: 'enterprise.corrected', subject: `enterprise:${here.enterpriseNumber}` } as const
    await portal.database.transaction((tx) => recordChange(tx, { ...ACT, reason: '<script>x</script>' }, change))
    const { body } = await portal.get(here.main, path('/audit'))
    expect([body.includes('<script>x'), body.includes('&lt;script>x')]).toEqual([false, true])
  })
})
