import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { registerCertificate } from '../../../src/registry/certificates.ts'
import { closeEnterprise } from '../../../src/registry/people/close-enterprise.ts'
import { rolesOf } from '../../../src/registry/policy/roles.ts'
import { waitingCertificates } from '../../../src/registry/waiting-certificates.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, certificate, enrolled, refusedWith, requestOf, stateOf, value } from '../fixtures.ts'
import { addUser, founded, person, runIn } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('a closed enterprise keeps no sender, no role and no account that served nothing else', async () => {
  const run = runIn(database)
  const { enterpriseNumber, main } = await founded(run)
  const other = await founded(run)
  const named = person({ lastName: 'Claes', email: 'c@example.be' })
  const user = await addUser(run, { enterpriseNumber, person: named })
  const { senderNumber } = await enrolled(database, { enterpriseNumber, name: 'Bakkerij Peeters' })
  const close = () => run((tx) => closeEnterprise(tx, enterpriseNumber, ACT))
  value(await close())
  expect(await stateOf(database, senderNumber)).toBe('closed')
  expect([await rolesOf(database.queries, main), await rolesOf(database.queries, user.accountId)]).toEqual([[], []])
  const states = await database.queries.selectFrom('account').select(['account_id', 'state']).execute()
  const stateById = Object.fromEntries(states.map(({ account_id, state }) => [account_id, state]))
  expect([stateById[main], stateById[user.accountId], stateById[other.main]]).toEqual([
    'closed',
    'closed',
    'pendingFirstLogin',
  ])
  expect(await close()).toEqual(refusedWith('SLU-STATE'))
})

test('certificates that name no enterprise are listed for the operator until he has spoken', async () => {
  const { senderNumber } = await enrolled(database, requestOf())
  const nameless = certificate({ enterpriseNumber: null })
  const input = { senderNumber, certificate: nameless, usages: ['signature'], approvedBy: null } as const
  expect(value(await database.transaction((tx) => registerCertificate(tx, input, ACT))).state).toBe('uploaded')
  const { subject, issuer, notAfter, sha256 } = nameless
  expect(await waitingCertificates(database.queries)).toEqual([
    {
      ...{ senderNumber, sha256, subject, issuer, notAfter, uploadedAt: expect.any(Date) },
      ...{ enterpriseNumber: requestOf().enterpriseNumber, legalName: requestOf().name },
    },
  ])
  value(await database.transaction((tx) => registerCertificate(tx, { ...input, approvedBy: 'operator:test' }, ACT)))
  expect(await waitingCertificates(database.queries)).toEqual([])
})
