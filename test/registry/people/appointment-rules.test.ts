import { describe, expect, test } from 'vitest'
import {
  type AppointedRole,
  type AppointmentLimits,
  type Candidate,
  type Holder,
  mayBeAppointed,
} from '../../../src/registry/people/appointment-rules.ts'

const Q = 'QUAL_EMP_NOSS'
const LIMITS = { coMainAccessManagers: null, coAccessManagers: 1 }
const MAIN = holder('main', 'mainAccessManager', null)
const PROFILE = { ...holder('main', 'accessManager', Q), isAutomatic: true }
const MANAGER = holder('manager', 'accessManager', Q)
const CO = holder('co', 'coAccessManager', Q)

type Case = readonly [
  what: string,
  candidate: Candidate,
  holders: readonly Holder[],
  refused: string | null,
  more: { readonly limits?: Partial<AppointmentLimits>; readonly hasLostItsManager?: boolean },
]

// biome-ignore format: a table
const CASES: readonly Case[] = [
  ['an access manager beside the automatic profile', candidate('accessManager'),           [MAIN, PROFILE],          null, {}],
  ['a second access manager',                        candidate('accessManager'),           [MAIN, PROFILE, MANAGER], 'accessManagerTaken', {}],
  ['an access manager of another quality',           candidate('accessManager', 'QUAL_X'), [MAIN, PROFILE, MANAGER], null, {}],
  ['the main access manager',                        candidate('mainAccessManager', null), [],                       'mainElsewhere', {}],
  ['a co-main access manager',                       candidate('coMainAccessManager', null), [MAIN],                 null, {}],
  ['one co-main more than the limit',                candidate('coMainAccessManager', null), [MAIN, holder('c', 'coMainAccessManager', null)], 'coMainLimit', { limits: { coMainAccessManagers: 1 } }],
  ['the main access manager as co-main',             { ...candidate('coMainAccessManager', null), accountId: 'main' }, [MAIN], 'alreadyAppointed', {}],
  ['somebody twice',                                 { ...candidate('accessManager'), accountId: 'manager' }, [MANAGER], 'alreadyAppointed', {}],
  ['who has the automatic profile',                  { ...candidate('accessManager'), accountId: 'main' }, [MAIN, PROFILE], 'alreadyAppointed', {}],
  ['an access manager as his own assistant',         { ...candidate('coAccessManager'), accountId: 'manager' }, [MANAGER], 'alreadyAppointed', {}],
  ['a co-access manager',                            candidate('coAccessManager'),         [MANAGER],                null, {}],
  ['a co-access manager under the automatic profile', candidate('coAccessManager'),        [MAIN, PROFILE],          null, {}],
  ['a co-access manager whose manager has left',     candidate('coAccessManager'),         [MAIN, PROFILE],          'noAccessManager', { hasLostItsManager: true }],
  ['a co-access manager without any manager',        candidate('coAccessManager'),         [MAIN],                   'noAccessManager', {}],
  ['one co-access manager too many',                 candidate('coAccessManager'),         [MANAGER, CO],            'coAccessLimit', {}],
  ['a second co-access manager where two may be',    candidate('coAccessManager'),         [MANAGER, CO],            null, { limits: { coAccessManagers: 2 } }],
  ['a main role in a quality',                       candidate('coMainAccessManager', Q),  [MAIN],                   'appointmentPlace', {}],
  ['an access manager of no quality',                candidate('accessManager', null),     [MAIN],                   'appointmentPlace', {}],
]

// Holds rule 10.7 and rule 10.9.
describe('spec §4:', () => {
  test.each(CASES)('%s', (_, wanted, holders, refused, more) => {
    const { limits, hasLostItsManager = false } = more
    const result = mayBeAppointed(wanted, { holders, hasLostItsManager }, { ...LIMITS, ...limits })
    expect(result.ok ? null : result.problem.told?.key).toBe(refused)
  })
})

function candidate(role: AppointedRole, qualityCode: string | null = Q): Candidate {
  return { role, qualityCode, accountId: 'somebody' }
}

function holder(accountId: string, role: AppointedRole, qualityCode: string | null): Holder {
  return { accountId, role, qualityCode, isAutomatic: false }
}
