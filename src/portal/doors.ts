/** What must be known of a person before a request is served, read anew each time, and who was turned away (spec access.md §16.1, §16.11). */
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import { type PersonBehind, personBehind } from '../registry/person-behind.ts'
import { type Actor, authoriseReading } from '../registry/policy/authorise.ts'
import type { HeldRole, Place } from '../registry/policy/decide.ts'
import type { Action } from '../registry/policy/matrix.ts'
import { reachOf } from '../registry/policy/reach.ts'
import { type RefusedAccess, recordRefusedAccess } from '../registry/refused-access.ts'
import type { PortalGround } from './ground.ts'

export type Doors = {
  personBehind(accountId: string): Promise<PersonBehind | undefined>
  /** What he holds as far as his way of signing in carries. */
  reachOf(actor: Actor): Promise<readonly HeldRole[]>
  /** Whether the row is open to him at that place at all; the operation asks again with all it knows. */
  mayLook(actor: Actor, action: Action, place: Place): Promise<Result<void, Refusal>>
  recordRefusedAccess(refused: RefusedAccess): Promise<void>
}

export function doorsOf({ database, rules, access }: Pick<PortalGround, 'database' | 'rules' | 'access'>): Doors {
  const { queries } = database
  return {
    personBehind: (accountId) => personBehind(queries, accountId),
    reachOf: (actor) => reachOf(queries, actor),
    mayLook: (actor, action, place) => authoriseReading(queries, actor, { action, place }, rules),
    recordRefusedAccess: (refused) => recordRefusedAccess(database, refused, access().refusalsPerHour),
  }
}
