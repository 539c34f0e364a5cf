import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import { type EnterpriseNumber, parseSenderNumber, type SenderNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import {
  type CertificateUse,
  certificateUse,
  type LastSubmission,
  lastSubmissionOf,
} from '../../ledger/sender-activity.ts'
import { type SenderHealth, senderHealth } from '../../ledger/sender-health.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { resumeEnterprise, suspendEnterprise } from '../../registry/enterprises.ts'
import { resumeChannel, suspendChannel } from '../../registry/move-channel.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import { type ListedSender, listSenders, type SenderFilter } from '../../registry/sender-list.ts'
import { readSender, type SenderRecord } from '../../registry/sender-page.ts'
import { resumeSender, suspendSender } from '../../registry/senders.ts'
import { bansConcerning, type ConcerningBan } from '../../registry/sessions/bans.ts'
import { clientsOf, type ShownClient } from '../../registry/sessions/clients-seen.ts'
import { findSessions, type ShownSession } from '../../registry/sessions/find-sessions.ts'
import { type Wait, waitsOf } from '../../registry/sessions/waits.ts'
import type { ConsoleGround } from '../ground.ts'
import { inAct } from './acting.ts'
import { NO_SUCH_SENDER } from './sessions.ts'

type Under = Pick<ConsoleGround, 'database'>

export async function seeSenders(
  { database }: Under,
  _operator: Operator,
  filter: SenderFilter,
): Promise<ListedSender[]> {
  return await listSenders(database.queries, filter)
}

export type SenderInView = {
  readonly record: SenderRecord
  readonly health: SenderHealth
  readonly lastSet: LastSubmission | null
  readonly clients: readonly ShownClient[]
  readonly sessions: readonly ShownSession[]
  readonly waits: readonly Wait[]
  readonly bans: readonly ConcerningBan[]
  /** By certificate, within the days that are looked back. */
  readonly signers: readonly CertificateUse[]
}

const SIGNED_DAYS = 30
const SESSIONS_MAX = 50

/** Refuses: SLU-UNKNOWN. */
export async function seeSender(
  { database }: Under,
  _operator: Operator,
  number: string,
): Promise<Result<SenderInView, Refusal>> {
  const parsed = parseSenderNumber(number)
  const { queries } = database
  const record = parsed.ok ? await readSender(queries, parsed.value) : null
  if (!record) return no(NO_SUCH_SENDER)
  const { senderNumber } = record
  const [health, lastSet, clients, sessions, waits, bans, signers] = await Promise.all([
    senderHealth(queries, senderNumber),
    lastSubmissionOf(queries, senderNumber),
    clientsOf(queries, senderNumber),
    findSessions(queries, { senderNumber, sort: 'lastAt', limit: SESSIONS_MAX }),
    waitsOf(queries, senderNumber),
    bansConcerning(queries, senderNumber),
    certificateUse(queries, senderNumber, SIGNED_DAYS),
  ])
  return ok({ record, health, lastSet, clients, sessions, waits, bans, signers })
}

/** What is suspended or resumed: the sender, its enterprise with all its senders, or one channel. */
export const STANDING_TARGETS = ['sender', 'enterprise', 'sftp', 'ftp', 'web'] as const
export type StandingTarget = (typeof STANDING_TARGETS)[number]

export type StandingChange = {
  readonly senderNumber: string
  readonly target: StandingTarget
  readonly verb: 'suspend' | 'resume'
  readonly reason: string
}

/** Audit: as the registry writes it. Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN, SLU-STATE. */
export async function changeStanding(
  ground: Under,
  operator: Operator,
  { senderNumber, target, verb, reason }: StandingChange,
): Promise<Result<void, Refusal>> {
  return await inAct(ground, { operator, role: 'operator', reason }, async (tx, act) => {
    const parsed = parseSenderNumber(senderNumber)
    const record = parsed.ok ? await readSender(tx, parsed.value) : null
    if (!parsed.ok || !record) return no(NO_SUCH_SENDER)
    if (target === 'sender') return await MOVES.sender[verb](tx, parsed.value, act)
    if (target === 'enterprise') {
      return await MOVES.enterprise[verb](tx, record.enterpriseNumber as EnterpriseNumber, act) // of a row of the registry
    }
    return await moveChannel(tx, { senderNumber: parsed.value, type: target }, verb, act)
  })
}

const MOVES = {
  sender: { suspend: suspendSender, resume: resumeSender },
  enterprise: { suspend: suspendEnterprise, resume: resumeEnterprise },
  channel: { suspend: suspendChannel, resume: resumeChannel },
} as const

function moveChannel(
  tx: Transaction,
  key: { readonly senderNumber: SenderNumber; readonly type: ChannelType },
  verb: 'suspend' | 'resume',
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  return MOVES.channel[verb](tx, key, act)
}
