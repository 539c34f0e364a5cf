/** What all operations on structured reports have in common: one quality, one transaction, all or nothing. */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { Act } from '../../registry/audit.ts'
import { type AccessRules, authorise } from '../../registry/policy/authorise.ts'
import type { Action } from '../../registry/policy/matrix.ts'
import { configurationOf } from '../../registry/setup/overview.ts'
import type { SetupPlace } from '../../registry/setup/place.ts'
import type { Ask } from '../ask.ts'

export type ReportsAsk = Pick<Ask<SetupPlace>, 'ground' | 'actor' | 'params'>

/** The quality that the address names. */
export function placeOf({ params: { enterpriseNumber, qualityCode } }: ReportsAsk): SetupPlace {
  return { enterpriseNumber, qualityCode }
}

/** Authorises and changes in one transaction, of which a refusal leaves nothing. Refuses as `authorise`, and what the change refuses. */
export function changeReports<Value>(
  ask: ReportsAsk,
  action: Action,
  change: (tx: Transaction, act: Act) => Promise<Result<Value, Refusal>>,
  rules: AccessRules = ask.ground.rules,
): Promise<Result<Value, Refusal>> {
  const { ground, actor } = ask
  return ground.database.transaction((tx) =>
    allOrNothing(tx, async () => {
      const act = await authorise(tx, actor, { action, place: placeOf(ask) }, rules)
      return act.ok ? change(tx, act.value) : act
    }),
  )
}

/** With the version of the sender after the change, read in its transaction, so that nobody else's change is in it. */
export async function withVersion<Made extends object>(
  tx: Transaction,
  place: SetupPlace,
  made: Result<Made, Refusal>,
): Promise<Result<Made & { readonly version: number }, Refusal>> {
  if (!made.ok) return made
  const { reports } = await configurationOf(tx, place)
  return ok({ ...made.value, version: reports?.version ?? 0 })
}

/** An act with its reason, for changes that must say why. */
export function because(act: Act, reason: string) {
  return { ...act, reason }
}
