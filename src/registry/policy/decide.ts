/**
 * The one policy function (spec access.md §5, §16.1; rule 10.1): may this person do that, there, to whom? Deny by default; total and pure.
 * Who holds no role at a place does not learn that it exists (cases R1, R2).
 */
import { type Action, type Cell, type Role, rowOf } from './matrix.ts'

export type HeldRole = {
  readonly role: Role
  readonly enterpriseNumber: string
  /** Null for the two main roles. */
  readonly qualityCode: string | null
  /** The access-manager profile that a main or co-main access manager has by being one. */
  readonly isAutomatic?: boolean
  /** Of a user: codes of online services. */
  readonly grants?: readonly string[]
}

export type Place = { readonly enterpriseNumber: string; readonly qualityCode: string | null }

export type Person = { readonly accountId: string; readonly roles: readonly HeldRole[] }

export type Question = {
  readonly actor: Person
  readonly action: Action
  /** Null quality: the enterprise as a whole. Rows about oneself need no place. */
  readonly place?: Place
  /** Whom it is done to, with all roles that are held anywhere, those of locks included. */
  readonly subject?: Person
  /** Of rows 21 and 22. */
  readonly service?: string
  /** To look at only. */
  readonly isReading?: boolean
}

/** What the configuration leaves open (footnote 2). */
export type Switches = { readonly usersManageChannels: boolean }

export type Decision =
  | { readonly allowed: true; readonly role: Role; readonly mustBeFresh: boolean }
  | { readonly allowed: false; readonly why: Denial }

/** `hidden`: it is not there, for this person. */
export type Denial = 'hidden' | 'notAllowed' | 'noProfile' | 'outranked' | 'oneself' | 'elsewhere'

const RANK: Readonly<Record<Role, number>> = {
  mainAccessManager: 4,
  coMainAccessManager: 3,
  accessManager: 2,
  coAccessManager: 1,
  user: 0,
  technicalUser: 0,
}

/** rule 10.10: actions on a person that a lower-ranked one may not do, and nobody to himself (end of spec §5). */
const ON_PEOPLE: ReadonlySet<Action> = new Set(['lockUser', 'deleteUser', 'resetPassword', 'grantServices'])

export function decide(question: Question, switches: Switches): Decision {
  const { actor, action, place, subject } = question
  const row = rowOf(action)
  if (isAboutOneself(action)) return aboutOneself(question)
  if (!place) return denied('hidden')
  const here = actor.roles.filter((held) => reaches(held, place))
  if (here.length === 0) return denied('hidden')
  const opening = here.find((held) => opens(held, question, here, switches))
  if (!opening) return denied(needsProfile(here, action) ? 'noProfile' : 'notAllowed')
  const barred = subject && ON_PEOPLE.has(action) ? barredOn(action, here, subject, actor, place) : null
  if (barred) return denied(barred)
  return { allowed: true, role: opening.role, mustBeFresh: row.fresh }
}

/** The highest rank among roles at one enterprise; -1 for nobody. */
export function rankAt(roles: readonly HeldRole[], enterpriseNumber: string): number {
  return Math.max(
    -1,
    ...roles.filter((held) => held.enterpriseNumber === enterpriseNumber).map(({ role }) => RANK[role]),
  )
}

/** A main role reaches all qualities of its enterprise, any other role its own; the enterprise as a whole is seen by all of them. */
function reaches(held: HeldRole, { enterpriseNumber, qualityCode }: Place): boolean {
  if (held.enterpriseNumber !== enterpriseNumber) return false
  return held.qualityCode === null || qualityCode === null || held.qualityCode === qualityCode
}

function opens(held: HeldRole, question: Question, here: readonly HeldRole[], switches: Switches): boolean {
  const { action, place } = question
  const { cells } = rowOf(action)
  const isWide = place?.qualityCode === null && held.qualityCode !== null
  if (isWide && !WIDE.has(action)) return false
  const cell = cells[held.role]
  return !isDeniedToItsHolder(held, here, action) && answers(cell, held, question, switches)
}

/** What a role of one quality may do or see at the enterprise as a whole: lists are cut down to its quality by whoever makes them. */
const WIDE: ReadonlySet<Action> = new Set([
  'listUsers',
  'seeMessages',
  'changeNotificationEmail',
  'readAudit',
  'seeConfiguration',
])

/** rule 10.8: an automatic profile never opens what the matrix denies to the main role that it comes with. */
function isDeniedToItsHolder(held: HeldRole, here: readonly HeldRole[], action: Action): boolean {
  if (!held.isAutomatic) return false
  const main = here.filter(({ qualityCode }) => qualityCode === null)
  return main.every(({ role }) => rowOf(action).cells[role] === 'no')
}

function answers(cell: Cell, held: HeldRole, { service, isReading }: Question, switches: Switches): boolean {
  switch (cell) {
    case 'yes':
      return true
    case 'read':
      return isReading === true
    case 'switch':
      return switches.usersManageChannels
    case 'grant':
      return service !== undefined && held.grants?.includes(service) === true
    case 'profile':
    case 'own':
    case 'no':
      return false
  }
}

function needsProfile(here: readonly HeldRole[], action: Action): boolean {
  return here.some(({ role }) => rowOf(action).cells[role] === 'profile')
}

/** rule 10.11: a password may open more than the place at which it is asked to be set. */
function barredOn(
  action: Action,
  here: readonly HeldRole[],
  subject: Person,
  actor: Person,
  place: Place,
): Denial | null {
  if (subject.accountId === actor.accountId) return 'oneself'
  const rank = Math.max(...here.map(({ role }) => RANK[role]))
  if (rankAt(subject.roles, place.enterpriseNumber) > rank) return 'outranked'
  const isElsewhere = subject.roles.some((held) => !here.some((own) => reaches(own, held)))
  return action === 'resetPassword' && isElsewhere ? 'elsewhere' : null
}

function isAboutOneself(action: Action): boolean {
  return Object.values(rowOf(action).cells).includes('own')
}

function aboutOneself({ actor, action, subject }: Question): Decision {
  if (!subject || subject.accountId !== actor.accountId) return denied('hidden')
  const held = actor.roles.find(({ role }) => rowOf(action).cells[role] === 'own')
  return held ? { allowed: true, role: held.role, mustBeFresh: rowOf(action).fresh } : denied('notAllowed')
}

function denied(why: Denial): Decision {
  return { allowed: false, why }
}
