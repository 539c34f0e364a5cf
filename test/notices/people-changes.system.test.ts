import { expect, test } from 'vitest'
import { readAuditForNotices } from '../../src/notices/read-audit.ts'
import { chainAudit } from '../../src/registry/audit-chain.ts'
import { appoint, endAppointment } from '../../src/registry/people/appointments.ts'
import { deleteUser, lockUser, unlockUser } from '../../src/registry/people/move-user.ts'
import { ACT, value } from '../registry/fixtures.ts'
import { addUser, BOX, founded, LIMITS, NOSS, person, runIn } from '../registry/people/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { noticesIn } from './fixtures.ts'

test('every change of people is told in the mailbox of the enterprise, under the name that the registry gives it', async () => {
  await using database = await testDatabase()
  const run = runIn(database)
  const { enterpriseNumber } = await founded(run)
  const { qualityUserId, accountId } = await addUser(run, { enterpriseNumber, person: person({ lastName: 'Claes' }) })
  const user = { enterpriseNumber, qualityCode: NOSS, qualityUserId }
  await run(async (tx) => {
    value(await lockUser(tx, user, ACT))
    value(await unlockUser(tx, user, ACT))
    const place = { enterpriseNumber, role: 'accessManager', qualityCode: NOSS, accountId } as const
    value(await endAppointment(tx, { appointmentId: value(await appoint(tx, place, LIMITS, ACT)) }, ACT))
    value(await deleteUser(tx, user, ACT))
  })
  await chainAudit(database)
  await readAuditForNotices(database, { box: BOX, noticeDays: 180 })
  const kinds = (await noticesIn(database, enterpriseNumber)).map(({ kind, quality_code }) => [kind, quality_code])
  expect(kinds.toSorted()).toEqual([
    ['enterpriseActivated', null],
    ['managerAppointed', null],
    ['managerAppointed', NOSS],
    ['managerEnded', NOSS],
    ['userCreated', NOSS],
    ['userDeleted', NOSS],
    ['userLocked', NOSS],
    ['userUnlocked', NOSS],
  ])
})
