/** What a sender's people see of its sets (row 19): the list, and one of them. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import { type Position, positionOf } from '../../ledger/delivery-position.ts'
import { type FoundSubmission, submissionOfSenders } from '../../ledger/find.ts'
import { type ListedSet, type SubmissionFilter, submissionsOfSender } from '../../ledger/sender-submissions.ts'
import { type Actor, authoriseReading } from '../../registry/policy/authorise.ts'
import { sendersOfQuality } from '../../registry/quality-senders.ts'
import { currentRights } from '../../registry/rights.ts'
import type { PortalGround } from '../ground.ts'
import { NOT_THERE } from '../not-there.ts'

export type QualityPlace = { readonly enterpriseNumber: string; readonly qualityCode: string }

/** What of the sender the lists and forms about its sets need. */
export type SendingQuality = {
  /** Null while the quality has no sender number, and never had one. */
  readonly senderNumber: string | null
  /** With the closed ones. */
  readonly senderNumbers: readonly string[]
  /** Chosen at present, sorted. */
  readonly services: readonly string[]
  readonly channels: readonly ChannelType[]
}

export type ListedSubmissions = SendingQuality & { readonly found: readonly ListedSet[] }

type Wanted = SubmissionFilter & {
  /** One of its sender numbers; the one in use when left out. */
  readonly senderNumber?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Refuses: SLU-MISSING, SLU-RIGHTS; SLU-MISSING also for a sender number that is not this quality's. */
export async function listSubmissions(
  ground: Pick<PortalGround, 'database' | 'rules'>,
  actor: Actor,
  place: QualityPlace,
  { senderNumber: wanted, after, limit, ...filter }: Wanted,
): Promise<Result<ListedSubmissions, Refusal>> {
  const sending = await sendingQuality(ground, actor, place)
  if (!sending.ok) return sending
  const { senderNumber: usual, senderNumbers } = sending.value
  const senderNumber = wanted ?? usual
  if (senderNumber === null) return ok({ ...sending.value, found: [] })
  if (!senderNumbers.includes(senderNumber)) return no(NOT_THERE)
  const { queries } = ground.database
  const found = await submissionsOfSender(queries, senderNumber, filter, { after, limit })
  return ok({ ...sending.value, senderNumber, found })
}

export type ReadSubmission = FoundSubmission & {
  /** In the line of its online service; null when it was never to be handed over. */
  readonly position: Position | null
}

/** Refuses: SLU-MISSING (also for a set of somebody else), SLU-RIGHTS. */
export async function readSubmission(
  ground: Pick<PortalGround, 'database' | 'rules'>,
  actor: Actor,
  place: QualityPlace,
  submissionId: string,
): Promise<Result<ReadSubmission, Refusal>> {
  const { queries } = ground.database
  const allowed = await authoriseReading(queries, actor, { action: 'seeConfiguration', place }, ground.rules)
  if (!allowed.ok) return allowed
  const found = await submissionOfSenders(queries, await sendersOfQuality(queries, place), submissionId)
  return found ? ok({ ...found, position: await positionOf(queries, found.submissionId) }) : no(NOT_THERE)
}

/** Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function sendingQuality(
  { database: { queries }, rules }: Pick<PortalGround, 'database' | 'rules'>,
  actor: Actor,
  place: QualityPlace,
): Promise<Result<SendingQuality, Refusal>> {
  const allowed = await authoriseReading(queries, actor, { action: 'seeConfiguration', place }, rules)
  if (!allowed.ok) return allowed
  const senderNumbers = await sendersOfQuality(queries, place)
  const [senderNumber = null] = senderNumbers
  const rights = senderNumber === null ? null : await currentRights(queries, senderNumber)
  return ok({
    ...{ senderNumber, senderNumbers },
    services: [...new Set(rights?.bindings.map(({ service }) => service))].sort(),
    channels: rights?.channels.filter(({ state }) => state === 'active').map(({ type }) => type) ?? [],
  })
}
