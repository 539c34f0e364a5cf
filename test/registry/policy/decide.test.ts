import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, type HeldRole, type Person, type Question, rankAt } from '../../../src/registry/policy/decide.ts'
import { type Action, MATRIX, ROLES, type Role } from '../../../src/registry/policy/matrix.ts'

const SWITCHES = { usersManageChannels: false }
const HERE = '0206731645'
const ELSEWHERE = '0123456749'
const QUALITY = 'QUAL_EMP_NOSS'
const OTHER_QUALITY = 'QUAL_SSC'

/** The table of spec access §5 as it is printed there; ¹ and ² as P and C. */
const PRINTED = `
1 Y - - - - -
2 Y Y - - - -
3 Y - - - - -
4 Y Y - - - -
5 Y - Y - - -
6 Y Y Y Y - -
7 Y Y Y Y - -
8 Y Y Y Y - -
9 Y Y Y Y - -
10 Y Y Y Y - -
11 own own own own own -
12 own own own own own -
13 Y Y Y Y - -
14 Y - - - - -
15 P P Y Y - -
16 P P Y Y C -
17 P P Y Y C -
18 P P Y Y C -
19 Y Y Y Y C r
20 P P Y Y - -
21 G G Y Y G -
22 G G Y Y G -
23 Y Y Y Y - -
24 Y Y Y r - -
25 - - - - - -`

// Holds rule 10.2.
test('the matrix is the table of the specification, in its order', () => {
  const short = { yes: 'Y', no: '-', own: 'own', read: 'r', profile: 'P', switch: 'C', grant: 'G' }
  const table = MATRIX.map(({ number, cells }) => [number, ...ROLES.map((role) => short[cells[role]])].join(' '))
  expect(`\n${table.join('\n')}`).toBe(PRINTED)
  expect(MATRIX.filter(({ fresh }) => fresh).map(({ number }) => number)).toEqual([3, 4, 5, 10, 14, 15, 16, 17, 18])
})

const roleHeld = fc.record({
  role: fc.constantFrom(...ROLES),
  enterpriseNumber: fc.constantFrom(HERE, ELSEWHERE),
  qualityCode: fc.constantFrom(QUALITY, OTHER_QUALITY),
  grants: fc.subarray(['DMFA', 'DIMN']),
})
const roles = fc.array(roleHeld.map(sound), { maxLength: 4 })
const person = (accountId: string) => roles.map((held): Person => ({ accountId, roles: held }))
const action = fc.constantFrom(...MATRIX.map((row) => row.action))
const question: fc.Arbitrary<Question> = fc.record({
  actor: person('a'),
  action,
  place: fc.record({
    enterpriseNumber: fc.constantFrom(HERE, ELSEWHERE),
    qualityCode: fc.constantFrom(null, QUALITY, OTHER_QUALITY),
  }),
  subject: fc.oneof(person('a'), person('b')),
  service: fc.constantFrom('DMFA', 'DIMN'),
  isReading: fc.boolean(),
})

// Holds rule 10.1.
test('nobody does anything where no role of his is, and does not learn that the place exists', () => {
  fc.assert(
    fc.property(question, (asked) => {
      if (isOnOneself(asked.action) || asked.actor.roles.some((held) => reachesThere(held, asked))) return
      expect(decide(asked, SWITCHES)).toEqual({ allowed: false, why: 'hidden' })
    }),
    { numRuns: 2000 },
  )
})

test('what is allowed is a cell of the table for a role that is held there', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const decision = decide(asked, SWITCHES)
      if (!decision.allowed) return
      const row = MATRIX.find((entry) => entry.action === asked.action)
      const cells = asked.actor.roles.filter((held) => held.role === decision.role).map(({ role }) => row?.cells[role])
      expect(cells).not.toEqual([])
      expect(['yes', 'own', 'read', 'grant']).toEqual(expect.arrayContaining(cells))
      expect(decision.mustBeFresh).toBe(row?.fresh)
    }),
    { numRuns: 2000 },
  )
})

test('another role never takes a right away, and a role elsewhere never gives one', () => {
  fc.assert(
    fc.property(question, roleHeld.map(sound), (asked, more) => {
      const before = decide(asked, SWITCHES)
      const after = decide({ ...asked, actor: { ...asked.actor, roles: [...asked.actor.roles, more] } }, SWITCHES)
      if (before.allowed) expect(after.allowed).toBe(true)
      const isElsewhere = more.enterpriseNumber !== asked.place?.enterpriseNumber
      if (isElsewhere && !isOnOneself(asked.action)) expect(after).toEqual(before)
    }),
    { numRuns: 2000 },
  )
})

// Holds rule 10.10.
test('nobody locks, deletes, re-keys or grants to himself or to a higher rank', () => {
  fc.assert(
    fc.property(question, (asked) => {
      if (!['lockUser', 'deleteUser', 'resetPassword', 'grantServices'].includes(asked.action)) return
      const decision = decide(asked, SWITCHES)
      if (!decision.allowed || !asked.subject) return
      expect(asked.subject.accountId).not.toBe(asked.actor.accountId)
      const where = asked.place?.enterpriseNumber ?? ''
      expect(rankAt(asked.subject.roles, where)).toBeLessThanOrEqual(rankAt(asked.actor.roles, where))
    }),
    { numRuns: 2000 },
  )
})

// Holds rule 10.11.
test('a password is not reset by somebody who does not reach everything that it opens', () => {
  const user = held('user', QUALITY)
  const manager = { accountId: 'a', roles: [held('accessManager', QUALITY)] }
  const ask = (...theirs: HeldRole[]) =>
    decide(
      {
        actor: manager,
        action: 'resetPassword',
        place: { enterpriseNumber: HERE, qualityCode: QUALITY },
        subject: { accountId: 'b', roles: theirs },
      },
      SWITCHES,
    )
  expect(ask(user)).toEqual({ allowed: true, role: 'accessManager', mustBeFresh: true })
  expect(ask(user, held('user', OTHER_QUALITY))).toEqual({ allowed: false, why: 'elsewhere' })
  expect(ask(user, { ...user, enterpriseNumber: ELSEWHERE })).toEqual({ allowed: false, why: 'elsewhere' })
  expect(ask(user, held('coMainAccessManager', null))).toEqual({ allowed: false, why: 'outranked' })
})

test('footnote 1: main and co-main set up reports through their access-manager profile alone', () => {
  const ask = (...own: HeldRole[]) => decide(asking('setUpReports', own), SWITCHES)
  for (const role of ['mainAccessManager', 'coMainAccessManager'] as const) {
    const main = held(role, null)
    expect(ask(main)).toEqual({ allowed: false, why: 'noProfile' })
    expect(ask(main, { ...held('accessManager', QUALITY), isAutomatic: true })).toEqual({
      allowed: true,
      role: 'accessManager',
      mustBeFresh: true,
    })
    expect(ask(main, { ...held('accessManager', OTHER_QUALITY), isAutomatic: true })).toEqual({
      allowed: false,
      why: 'noProfile',
    })
  }
})

// Holds rule 10.8.
test('an automatic profile opens nothing that the matrix denies to its holder, and nothing after the main role ended', () => {
  const profile = { ...held('accessManager', QUALITY), isAutomatic: true }
  const ask = (...own: HeldRole[]) => decide(asking('changeCoAccessManagers', own), SWITCHES).allowed
  expect(ask(held('coMainAccessManager', null), profile)).toBe(false)
  expect(ask(held('mainAccessManager', null), profile)).toBe(true)
  expect(ask(held('accessManager', QUALITY))).toBe(true)
  expect(decide(asking('createUser', [profile]), SWITCHES)).toEqual({ allowed: false, why: 'notAllowed' })
})

test('footnote 2: ordinary users manage channels only when the configuration says so', () => {
  const asked = asking('changeChannels', [held('user', QUALITY)])
  expect(decide(asked, SWITCHES)).toEqual({ allowed: false, why: 'notAllowed' })
  expect(decide(asked, { usersManageChannels: true }).allowed).toBe(true)
})

function asking(what: Action, own: HeldRole[]): Question {
  return {
    actor: { accountId: 'a', roles: own },
    action: what,
    place: { enterpriseNumber: HERE, qualityCode: QUALITY },
  }
}

function held(role: Role, qualityCode: string | null): HeldRole {
  return { role, enterpriseNumber: HERE, qualityCode }
}

function sound(one: HeldRole): HeldRole {
  const isMain = one.role === 'mainAccessManager' || one.role === 'coMainAccessManager'
  return isMain ? { ...one, qualityCode: null } : one
}

function isOnOneself(what: Action): boolean {
  return what === 'changeOwnPassword' || what === 'editOwnData'
}

function reachesThere(one: HeldRole, { place }: Question): boolean {
  if (one.enterpriseNumber !== place?.enterpriseNumber) return false
  return one.qualityCode === null || place.qualityCode === null || one.qualityCode === place.qualityCode
}
