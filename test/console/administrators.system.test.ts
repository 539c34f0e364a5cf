/** Administrators who take the access from each other (rule 21.12). */
import { expect, test } from 'vitest'
import {
  changeOperator,
  inviteAgain,
  makeOperator,
  type OperatorChange,
} from '../../src/console/operations/operators.ts'
import { lockOperator } from '../../src/identity/operators/change-operator.ts'
import { listOperators } from '../../src/identity/operators/find.ts'
import type { Operator } from '../../src/registry/operators/operator.ts'
import { untilWaiting } from '../support/test-database.ts'
import { addTestOperator, type ConsoleRig, consoleRig } from './rig.ts'

const REASON = 'test'
const PAIR = ['anna', 'berta'] as const

/** Two administrators with a password, and no other. */
async function twoAdministrators(): Promise<ConsoleRig> {
  const rig = await consoleRig()
  await rig.database.queries.updateTable('operator').set({ role: 'viewer' }).execute()
  for (const name of PAIR) await addTestOperator(rig, { name, role: 'administrator' })
  await rig.database.queries
    .updateTable('operator')
    .set({ password_hash: 'x' })
    .where('name', 'in', [...PAIR])
    .execute()
  return rig
}

const as = (name: string): Operator => ({ name, role: 'administrator', mayReadContents: false })

/** Both have been let in before either is done: their transactions meet at the rows. */
async function atOnce<Value>({ database }: ConsoleRig, acts: readonly (() => Promise<Value>)[]): Promise<Value[]> {
  const begun = await database.transaction(async (tx) => {
    await tx.selectFrom('operator').select('name').forUpdate().execute()
    const running = acts.map((act) => act())
    await untilWaiting(database, acts.length)
    return { running }
  })
  return await Promise.all(begun.running)
}

async function administrators({ database }: ConsoleRig): Promise<string[]> {
  const all = await listOperators(database.queries)
  return all.filter(({ role, state }) => role === 'administrator' && state === 'active').map(({ name }) => name)
}

test.each<OperatorChange>([{ change: 'role', role: 'viewer' }, { change: 'lock' }, { change: 'delete' }])(
  'rule 21.12: of two who do $change to each other at once, one remains',
  async (change) => {
    await using rig = await twoAdministrators()
    const [anna, berta] = PAIR
    const done = await atOnce(rig, [
      () => changeOperator(rig.ground, as(anna), { ...change, name: berta, reason: REASON }),
      () => changeOperator(rig.ground, as(berta), { ...change, name: anna, reason: REASON }),
    ])
    expect(done.map((one) => (one.ok ? 'done' : one.problem.told?.key)).sort()).toEqual(['done', 'roleTooLow'])
    expect(await administrators(rig)).toEqual([done[0]?.ok ? anna : berta])
  },
)

test('rule 21.12: who was locked a moment ago neither makes operators nor invites them', async () => {
  await using rig = await twoAdministrators()
  const [anna, berta] = PAIR
  await rig.database.transaction((tx) => lockOperator(tx, anna, { actor: 'host', reason: REASON }))
  const made = await makeOperator(rig.ground, as(anna), { ...as('clara'), reason: REASON })
  const invited = await inviteAgain(rig.ground, as(anna), { name: berta, reason: REASON })
  expect([made, invited]).toEqual([
    { ok: false, problem: expect.objectContaining({ code: 'SLU-RIGHTS' }) },
    { ok: false, problem: expect.objectContaining({ code: 'SLU-RIGHTS' }) },
  ])
  expect((await listOperators(rig.database.queries)).map(({ name }) => name)).not.toContain('clara')
})

test('rule 21.12: the last administrator who can sign in stays, whoever asks', async () => {
  await using rig = await twoAdministrators()
  const [anna, berta] = PAIR
  // Of an identity provider that is no longer configured: the session lives on, and no other will begin.
  await rig.database.queries
    .updateTable('operator')
    .set({ password_hash: null, issuer: 'https://gone.example', subject: '1' })
    .where('name', '=', anna)
    .execute()
  const changes: OperatorChange[] = [{ change: 'role', role: 'operator' }, { change: 'lock' }, { change: 'delete' }]
  for (const change of changes) {
    const refused = await changeOperator(rig.ground, as(anna), { ...change, name: berta, reason: REASON })
    expect(refused).toEqual({ ok: false, problem: expect.objectContaining({ code: 'SLU-STATE' }) })
  }
  const harmless = { change: 'signOut', name: berta, reason: REASON } as const
  expect(await changeOperator(rig.ground, as(anna), harmless)).toEqual({ ok: true, value: undefined })
  expect(await administrators(rig)).toContain(berta)
})
