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
import { inAct } from './acting.ts'

export type BansNow = { readonly bans: readonly Ban[]; readonly waits: readonly Wait[] }

export async function seeBans({ database }: Pick<ConsoleGround, 'database'>, _operator: Operator): Promise<BansNow> {
  return { bans: await bansInForce(database.queries), waits: await waitsNow(database.queries) }
}

type Under = Pick<ConsoleGround, 'database' | 'gateway' | 'now'>

/** rules 26.4 and 26.5: keeps addresses out of every door of senders. For administrators. Refuses: SLU-RIGHTS, and as `banAddresses`. */
export async function ban(
  ground: Under,
  operator: Operator,
  { reason, ...wish }: BanWish & { readonly reason: string },
): Promise<Result<{ readonly banId: string }, Refusal>> {
  const known = { now: ground.now(), networks: ground.gateway.networks() }
  return await inAct(ground, { operator, role: 'administrator', reason }, (tx, act) =>
    banAddresses(tx, wish, known, act),
  )
}

type Lift = { readonly id: string; readonly reason: string }

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN. */
export async function unban(
  ground: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { id, reason }: Lift,
): Promise<Result<void, Refusal>> {
  return await inAct(ground, { operator, role: 'operator', reason }, async (tx, act) =>
    isUuid(id) ? await liftBan(tx, id, act) : no(NO_SUCH_BAN),
  )
}

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN. */
export async function endWait(
  ground: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { id, reason }: Lift,
): Promise<Result<void, Refusal>> {
  return await inAct(ground, { operator, role: 'operator', reason }, (tx, act) => liftWait(tx, id, act))
}
