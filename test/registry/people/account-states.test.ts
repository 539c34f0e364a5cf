import { describe, expect, test } from 'vitest'
import { ACCOUNT, type AccountEvent, type AccountState } from '../../../src/registry/people/account-states.ts'
import { QUALITY_USER } from '../../../src/registry/people/move-user.ts'
import { nextState } from '../../../src/registry/transitions.ts'

// biome-ignore format: the table of the specification
const MOVES: readonly (readonly [AccountState, AccountEvent, AccountState])[] = [
  ['pendingFirstLogin',  'proveStrongly',    'active'],
  ['pendingFirstLogin',  'enterTemporarily', 'mustChangePassword'],
  ['mustChangePassword', 'changePassword',   'active'],
  ['active',             'setPassword',      'mustChangePassword'],
  ['pendingFirstLogin',  'expire',           'credentialsExpired'],
  ['mustChangePassword', 'expire',           'credentialsExpired'],
  ['credentialsExpired', 'reissue',          'pendingFirstLogin'],
  ['active',             'forget',           'pendingFirstLogin'],
  ['active',             'close',            'closed'],
  ['credentialsExpired', 'close',            'closed'],
  ['closed',             'reopen',           'pendingFirstLogin'],
]

// Holds rule 9.6.
describe('spec §6.2:', () => {
  test.each(MOVES)('an account that is %s goes by %s to %s', (from, event, to) => {
    expect(nextState(ACCOUNT, from, event)).toEqual({ ok: true, value: to })
  })
  test('out of closed leads being appointed again and nothing else', () => {
    expect(Object.keys(ACCOUNT.moves.closed)).toEqual(['reopen'])
  })
  test('an expired password does not let in', () => {
    expect(nextState(ACCOUNT, 'credentialsExpired', 'enterTemporarily')).toMatchObject({ ok: false })
  })
})

test('spec §6.3: a deleted user is deleted for good', () => {
  expect(QUALITY_USER.moves).toEqual({
    active: { lock: 'locked', delete: 'deleted' },
    locked: { unlock: 'active', delete: 'deleted' },
    deleted: {},
  })
})
