import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import type { AppointedRole } from '../../../src/registry/people/appointment-rules.ts'
import { appoint, endAppointment } from '../../../src/registry/people/appointments.ts'
import { findAppointment, listAppointments } from '../../../src/registry/people/find-appointments.ts'
import { authorise } from '../../../src/registry/policy/authorise.ts'
import type { Action } from '../../../src/registry/policy/matrix.ts'
import { lengthOf } from '../../support/proof-summary.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, auditOf, refusedWith, value } from '../fixtures.ts'
import { actor, founded, LIMITS, NOSS, RULES, type Run, runIn, somebody } from './fixtures.ts'

/** Of each race; `SLUICE_RACES=1000` as case R6 asks. */
const RUNS = lengthOf('SLUICE_RACES', 200)

let database: Database
let run: Run
beforeAll(async () => {
  database = await testDatabase(10)
  run = runIn(database)
})
afterAll(() => database[Symbol.asyncDispose]())

// Holds rule 10.4.
test('case R6: main and co-main access manager remove each other at once, and the main one remains', async () => {
  const { enterpriseNumber, main } = await founded(run)
  const mains = await appointmentOf(enterpriseNumber, 'mainAccessManager')
  const co = await somebody(run)
  for (let n = 0; n < RUNS; n += 1) {
    const theirs = await appointed(enterpriseNumber, 'coMainAccessManager', null, co)
    const [byMain, byCo] = await Promise.all([ended(main, theirs), ended(co, mains)])
    expect(byMain).toEqual({ ok: true, value: undefined })
    expect(byCo).toEqual(expect.objectContaining({ ok: false }))
    expect(await mainRoles(enterpriseNumber)).toEqual([main])
  }
}, 300_000)

test('case R6: two co-main access managers remove each other at once, and both remain', async () => {
  const { enterpriseNumber, main } = await founded(run)
  const people = [await somebody(run), await somebody(run)]
  const [one = '', two = ''] = people
  const [ones, twos] = [
    await appointed(enterpriseNumber, 'coMainAccessManager', null, one),
    await appointed(enterpriseNumber, 'coMainAccessManager', null, two),
  ]
  for (let n = 0; n < RUNS; n += 1) {
    expect(await Promise.all([ended(one, twos), ended(two, ones)])).toEqual([
      refusedWith('SLU-RIGHTS'),
      refusedWith('SLU-RIGHTS'),
    ])
  }
  expect(await mainRoles(enterpriseNumber)).toEqual([main, one, two])
}, 300_000)

test('case R6: who is removed at this moment does nothing afterwards', async () => {
  const { enterpriseNumber, main } = await founded(run)
  const [co, manager] = [await somebody(run), await somebody(run)]
  for (let n = 0; n < RUNS / 5; n += 1) {
    const theirs = await appointed(enterpriseNumber, 'coMainAccessManager', null, co)
    const place = { enterpriseNumber, qualityCode: NOSS }
    const appointing = run(async (tx) => {
      const act = await authorise(tx, actor(co), { action: 'changeAccessManagers', place }, RULES)
      if (!act.ok) return act
      return appoint(tx, { ...place, role: 'accessManager', accountId: manager }, LIMITS, act.value)
    })
    const [byMain, byCo] = await Promise.all([ended(main, theirs), appointing])
    expect(byMain.ok).toBe(true)
    const actions = (await auditOf(database, `enterprise:${enterpriseNumber}`)).map(({ actor: who, action }) => [
      who,
      action,
    ])
    const last = actions.findLastIndex(([who]) => who === `person:${co}`)
    expect(last).toBeLessThan(
      actions.findLastIndex(([who, action]) => who === `person:${main}` && action === 'appointment.end'),
    )
    if (byCo.ok) value(await run((tx) => endAppointment(tx, { appointmentId: byCo.value }, ACT)))
  }
}, 300_000)

async function appointed(
  enterpriseNumber: EnterpriseNumber,
  role: AppointedRole,
  qualityCode: string | null,
  accountId: string,
): Promise<string> {
  return value(await run((tx) => appoint(tx, { enterpriseNumber, role, qualityCode, accountId }, LIMITS, ACT)))
}

/** As the portal does it: found, authorised for the place it is at, ended. */
function ended(by: string, appointmentId: string) {
  return run(async (tx) => {
    const found = await findAppointment(tx, appointmentId)
    if (!found) throw new Error('no such appointment')
    const { enterpriseNumber, qualityCode, role } = found
    const asked = { action: ACTIONS[role], place: { enterpriseNumber, qualityCode } }
    const act = await authorise(tx, actor(by), asked, RULES)
    return act.ok ? endAppointment(tx, { appointmentId, expectedVersion: found.version }, act.value) : act
  })
}

const ACTIONS: Readonly<Record<AppointedRole, Action>> = {
  mainAccessManager: 'changeCoMainAccessManagers',
  coMainAccessManager: 'changeCoMainAccessManagers',
  accessManager: 'changeAccessManagers',
  coAccessManager: 'changeCoAccessManagers',
}

async function appointmentOf(enterpriseNumber: EnterpriseNumber, role: AppointedRole): Promise<string> {
  const rows = await listAppointments(database.queries, { enterpriseNumber })
  return rows.find((row) => row.role === role)?.appointmentId ?? ''
}

async function mainRoles(enterpriseNumber: EnterpriseNumber): Promise<string[]> {
  const rows = await listAppointments(database.queries, { enterpriseNumber })
  return rows.filter(({ qualityCode }) => qualityCode === null).map(({ accountId }) => accountId)
}
