/** Who may be appointed besides whom (spec access.md §4): pure, judged on what an enterprise has at this moment. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'

export const APPOINTED_ROLES = ['mainAccessManager', 'coMainAccessManager', 'accessManager', 'coAccessManager'] as const
export type AppointedRole = (typeof APPOINTED_ROLES)[number]

export type AppointmentLimits = {
  /** Of an enterprise; null: any number. */
  readonly coMainAccessManagers: number | null
  /** Of a quality. */
  readonly coAccessManagers: number
}

export type Candidate = {
  readonly role: AppointedRole
  /** Null for the two main roles, and for them only. */
  readonly qualityCode: string | null
  readonly accountId: string
}

/** What is active at the enterprise. */
export type Holder = Candidate & { readonly isAutomatic: boolean }

export type Standing = {
  readonly holders: readonly Holder[]
  /** Whether the quality had an access manager of its own who has left and was not replaced. */
  readonly hasLostItsManager: boolean
}

/**
 * rule 10.7: the automatic profile of a main or co-main access manager does not take the place of the access manager. rule 10.9: who has
 * left leaves his co-access managers, and nobody is added to them until there is a new access manager; a quality that never had one of its
 * own is managed by the profile of the main access manager. Refuses: SLU-STATE, SLU-CONFLICT, SLU-INPUT.
 */
export function mayBeAppointed(
  candidate: Candidate,
  { holders, hasLostItsManager }: Standing,
  limits: AppointmentLimits,
): Result<void, Refusal> {
  const { role, qualityCode } = candidate
  if (isMain(role) !== (qualityCode === null)) return no(WRONG_PLACE)
  const here = holders.filter((holder) => holder.qualityCode === qualityCode)
  if (here.some(({ accountId, role: held }) => accountId === candidate.accountId && excludes(held, role)))
    return no(ALREADY)
  switch (role) {
    case 'mainAccessManager':
      return no(MAIN_ELSEWHERE)
    case 'coMainAccessManager':
      return within(count(here, role), limits.coMainAccessManagers ?? Number.POSITIVE_INFINITY, TOO_MANY_CO_MAIN)
    case 'accessManager':
      return within(here.filter((holder) => holder.role === role && !holder.isAutomatic).length, 1, TAKEN)
    case 'coAccessManager':
      if (hasLostItsManager || count(here, 'accessManager') === 0) return no(NO_MANAGER)
      return within(count(here, role), limits.coAccessManagers, TOO_MANY_CO)
  }
}

export function isMain(role: AppointedRole): boolean {
  return role === 'mainAccessManager' || role === 'coMainAccessManager'
}

/** Nobody holds a role twice, nor assists himself. */
function excludes(held: AppointedRole, wanted: AppointedRole): boolean {
  return held === wanted || held === ASSISTS[wanted]
}

const ASSISTS: Readonly<Partial<Record<AppointedRole, AppointedRole>>> = {
  coMainAccessManager: 'mainAccessManager',
  coAccessManager: 'accessManager',
}

function count(holders: readonly Holder[], role: AppointedRole): number {
  return holders.filter((holder) => holder.role === role).length
}

function within(present: number, most: number, problem: Refusal): Result<void, Refusal> {
  return present < most ? ok(undefined) : no(problem)
}

// biome-ignore format: a table
const WRONG_PLACE = refusal('SLU-INPUT', 'This role and this quality do not go together.', 'Name a quality for access managers and co-access managers, and none for co-main access managers.', { key: 'appointmentPlace' })
// biome-ignore format: a table
export const ALREADY = refusal('SLU-CONFLICT', 'This person holds this role, or the one above it, already.', 'Look at the list of assistants.', { key: 'alreadyAppointed' })
// biome-ignore format: a table
export const MAIN_ELSEWHERE = refusal('SLU-STATE', 'The main access manager is named and replaced by the legal representative.', 'Do it in CSAM; it is taken over from there.', { key: 'mainElsewhere' })
// biome-ignore format: a table
const TOO_MANY_CO_MAIN = refusal('SLU-STATE', 'The enterprise has as many co-main access managers as it may have.', 'End an appointment first.', { key: 'coMainLimit' })
// biome-ignore format: a table
export const TAKEN = refusal('SLU-STATE', 'This quality has an access manager.', 'End that appointment first.', { key: 'accessManagerTaken' })
// biome-ignore format: a table
const NO_MANAGER = refusal('SLU-STATE', 'This quality has no access manager.', 'Appoint one first; the co-access managers who are there stay.', { key: 'noAccessManager' })
// biome-ignore format: a table
const TOO_MANY_CO = refusal('SLU-STATE', 'This quality has as many co-access managers as it may have.', 'End an appointment first.', { key: 'coAccessLimit' })
