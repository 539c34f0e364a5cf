import { isUuid } from '../../base/ids.ts'
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import {
  type Ban,
  type BanWish,
  banAddresses,
  bansInForce,
  liftBan,
  NO_SUCH_BAN,
} from '../../registry/sessions/bans.ts'
import { liftWait, type Wait, waitsNow } from '../../registry/sessions/waits.ts'
import type { ConsoleGround } from '../ground.ts'
import { actOf } from './acting.ts'

export type BansNow = { readonly bans: readonly Ban[]; readonly waits: readonly Wait[] }

export async function seeBans({ database }: Pick<ConsoleGround, 'database'>, _operator: Operator): Promise<BansNow> {
  return { bans: await bansInForce(database.queries), waits: await waitsNow(database.queries) }
}

type Under = Pick<ConsoleGround, 'database' | 'gateway' | 'now'>

/** rules 26.4 and 26.5: keeps addresses out of every door of senders. For administrators. Refuses: SLU-RIGHTS, and as `banAddresses`. */
export async function ban(
  { database, gateway, now }: Under,
  operator: Operator,
  { reason, ...wish }: BanWish & { readonly reason: string },
): Promise<Result<{ readonly banId: string }, Refusal>> {
  const act = actOf(operator, 'administrator', reason)
  if (!act.ok) return act
  const known = { now: now(), networks: gateway.networks() }
  return await database.transaction((tx) => banAddresses(tx, wish, known, act.value))
}

type Lift = { readonly id: string; readonly reason: string }

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN. */
export async function unban(
  { database }: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { id, reason }: Lift,
): Promise<Result<void, Refusal>> {
  const act = actOf(operator, 'operator', reason)
  if (!act.ok) return act
  if (!isUuid(id)) return no(NO_SUCH_BAN)
  return await database.transaction((tx) => liftBan(tx, id, act.value))
}

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN. */
export async function endWait(
  { database }: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { id, reason }: Lift,
): Promise<Result<void, Refusal>> {
  const act = actOf(operator, 'operator', reason)
  if (!act.ok) return act
  return await database.transaction((tx) => liftWait(tx, id, act.value))
}
