import type { Refusal } from '../../base/refusal.ts'
import { refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { CHANNEL_TYPES, type ChannelType } from '../../batch/channel.ts'
import type { SenderNumber } from '../../batch/identifiers.ts'
import { writeAudit } from '../../registry/audit.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import {
  countSessions,
  findSessions,
  SESSION_SORTS,
  type SessionCounts,
  type SessionSort,
  type ShownSession,
} from '../../registry/sessions/find-sessions.ts'
import { askToKick, senderOfSession } from '../../registry/sessions/kicks.ts'
import type { ConsoleGround } from '../ground.ts'
import { inAct } from './acting.ts'

export type SessionQuery = {
  readonly endpoint?: ChannelType | undefined
  readonly sender?: string | undefined
  readonly text?: string | undefined
  readonly sort: SessionSort
}

export type SessionsNow = { readonly counts: SessionCounts; readonly sessions: readonly ShownSession[] }

/** More than this are not shown: the limit of sessions is 500 a process. */
export const SESSIONS_SHOWN_MAX = 500

export async function seeSessions(
  { database }: Pick<ConsoleGround, 'database'>,
  _operator: Operator,
  { sender, ...query }: SessionQuery,
): Promise<SessionsNow> {
  const { queries } = database
  const filter = { ...query, senderNumber: sender, limit: SESSIONS_SHOWN_MAX }
  return { counts: await countSessions(queries), sessions: await findSessions(queries, filter) }
}

export type Kicked = { readonly sessions: number }

/** rule 26.2: ends it; one that is gone, or ending already, is left as it is. Audit: `session.kicked`. Refuses: SLU-RIGHTS, SLU-INPUT. */
export async function kickSession(
  ground: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { session, reason }: { readonly session: string; readonly reason: string },
): Promise<Result<Kicked, Refusal>> {
  return await inAct(ground, { operator, role: 'operator', reason }, async (tx, act) => {
    const senderNumber = await senderOfSession(tx, session)
    if (senderNumber === null) return ok({ sessions: 0 })
    const sessions = await askToKick(tx, { session, senderNumber, endpoint: null })
    const entry = { action: 'session.kicked', subject: `sender:${senderNumber}`, detail: { session } }
    if (sessions > 0) await writeAudit(tx, { ...act, ...entry })
    return ok({ sessions })
  })
}

export type SenderKick = {
  readonly senderNumber: string
  /** Null: all channels. */
  readonly endpoint: ChannelType | null
  readonly reason: string
}

/** rule 26.3: ends all sessions of a sender, or of one of its channels. Audit: `session.kicked`. Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN. */
export async function kickSender(
  ground: Pick<ConsoleGround, 'database'>,
  operator: Operator,
  { senderNumber, endpoint, reason }: SenderKick,
): Promise<Result<Kicked, Refusal>> {
  return await inAct(ground, { operator, role: 'operator', reason }, async (tx, act) => {
    const known = await tx
      .selectFrom('sender')
      .select('sender_number')
      .where('sender_number', '=', senderNumber as SenderNumber)
      .executeTakeFirst()
    if (!known) return no(NO_SUCH_SENDER)
    const sessions = await askToKick(tx, { session: null, senderNumber, endpoint })
    const detail = { endpoint: endpoint ?? 'all', sessions }
    await writeAudit(tx, { ...act, action: 'session.kicked', subject: `sender:${senderNumber}`, detail })
    return ok({ sessions })
  })
}

export const NO_SUCH_SENDER = refusal('SLU-UNKNOWN', 'There is no such sender.', 'Look at the list of senders.', {
  key: 'noSuchSender',
})

export function channelIn(text: string | null | undefined): ChannelType | undefined {
  return CHANNEL_TYPES.find((type) => type === text)
}

export function sessionSortIn(text: string | null | undefined): SessionSort {
  return SESSION_SORTS.find((sort) => sort === text) ?? 'lastAt'
}
