/** Freezes a set when its time has come (decision 6); everything here runs in a transaction of the caller. */
import type { Sha256 } from '../base/hashes.ts'
import type { Environment } from '../batch/environment.ts'
import type { Envelope } from '../batch/facts.ts'
import { type SealingLimits, sealingDecision, signatureIsRequired } from '../batch/sealing.ts'
import { ticketOf } from '../batch/ticket.ts'
import type { Transaction } from '../database/database.ts'
import type { ReceivedFile } from '../ledger/arrived-file.ts'
import { setDue } from '../ledger/claims.ts'
import type { UploadElsewhere } from '../ledger/open-uploads.ts'
import { currentMembers } from '../ledger/received-files.ts'
import { closeSubmission, type Submission, sealSubmission } from '../ledger/submissions.ts'
import { nextTicket, sealingMoment } from '../ledger/tickets.ts'

/** An upload of the set that this process receives; its id becomes the file's. */
export type UploadHere = {
  readonly uploadId: string
  readonly idleSeconds: number
  /** Set for a part of a request, which never takes the place of a member: its name. */
  readonly adds?: string
}

export type SealDeps = {
  /** Stores the sender's rights as they are now and returns their id (decision 12). */
  readonly rightsOf: (tx: Transaction, sender: string) => Promise<Sha256>
  /** Read at use, so that a reload is in force at once. */
  readonly settings: {
    readonly limits: SealingLimits
    readonly signature: { readonly requiredIn: readonly Environment[] }
    readonly acknowledgement: { readonly ticketPrefix: string }
  }
  /** The node whose uploads `uploadsHere` tells; null where there are none, so that every row counts. */
  readonly node: string | null
}

export type SealOutcome =
  | { readonly outcome: 'sealed'; readonly envelope: Envelope }
  /** By somebody else, earlier. */
  | { readonly outcome: 'sealedBefore' }
  | { readonly outcome: 'waits'; readonly until: Date }
  /** Closed; also when all its members were deleted, which closes it here. */
  | { readonly outcome: 'gone' }

/**
 * Looks at a submission that the caller has locked, as it is now: seals it when it is due, else notes in its claim when to look again.
 * Whoever calls it, and however many at once, a set is sealed once (case A11). `known`: its members in name order, for who has just read them under
 * the lock.
 */
export async function sealIfDue(
  tx: Transaction,
  submission: Submission,
  uploadsHere: readonly UploadHere[],
  deps: SealDeps,
  known?: readonly ReceivedFile[],
): Promise<SealOutcome> {
  const { submissionId } = submission
  if (submission.closedAt) return { outcome: 'gone' }
  if (submission.sealedAt) return { outcome: 'sealedBefore' }
  const members = known ?? (await currentMembers(tx, submissionId))
  if (members.length === 0) {
    await closeSubmission(tx, submissionId)
    return { outcome: 'gone' }
  }
  // A set that waits leaves a gap in the tickets, which need only be unique, and saves the one that is sealed a round trip.
  const { number, now, uploadsElsewhere } = await sealingMoment(tx, submission, {
    exceptNode: deps.node,
    withinSeconds: deps.settings.limits.graceSeconds,
  })
  const openUploads = uploadsUnderWay(members, uploadsHere, submission.goAt ? uploadsElsewhere : [], now)
  const { rawKey, environment, goAt, lastFileAt } = submission
  const signatureRequired = signatureIsRequired(rawKey, environment, deps.settings.signature.requiredIn)
  const decision = sealingDecision(
    { members, goAt, lastFileAt, openUploads, signatureRequired, now },
    deps.settings.limits,
  )
  if (decision.do === 'seal') {
    const envelope = await freeze(tx, submission, members, { number, now, why: decision.why }, deps)
    return { outcome: 'sealed', envelope }
  }
  await setDue(tx, submissionId, decision.until)
  return { outcome: 'waits', until: decision.until }
}

/** A file whose name tells no set is sealed alone, when its upload ends (decision 4). The caller holds the lock. */
export async function sealUnroutable(tx: Transaction, submission: Submission, deps: SealDeps): Promise<Envelope> {
  const members = await currentMembers(tx, submission.submissionId)
  return freeze(tx, submission, members, { ...(await nextTicket(tx)), why: 'unroutable' }, deps)
}

type Moment = { readonly number: number; readonly now: Date; readonly why: Envelope['why'] }

async function freeze(
  tx: Transaction,
  submission: Submission,
  members: readonly ReceivedFile[],
  { number, now, why }: Moment,
  deps: SealDeps,
): Promise<Envelope> {
  const envelope: Envelope = {
    sender: submission.sender,
    environment: submission.environment,
    rawKey: submission.rawKey,
    routable: submission.routable,
    members: members.map(({ submissionId: _, receivedAt, ...file }) => ({
      ...file,
      receivedAt: receivedAt.toISOString(),
    })),
    sealedAt: now.toISOString(),
    why,
    rights: await deps.rightsOf(tx, submission.sender),
    ticket: ticketOf(deps.settings.acknowledgement.ticketPrefix, number),
  }
  await sealSubmission(tx, submission.submissionId, envelope)
  return envelope
}

/** An upload whose file is a member already is over, even if its endpoint has not been told yet; one that cannot change the set counts as little. */
function uploadsUnderWay(
  members: readonly ReceivedFile[],
  uploadsHere: readonly UploadHere[],
  elsewhere: readonly UploadElsewhere[],
  now: Date,
): { readonly lastByteAt: Date }[] {
  const names = new Set(members.map(({ name }) => name))
  const changing = uploadsHere.filter(({ adds }) => adds === undefined || !names.has(adds))
  const here = changing.map(({ uploadId, idleSeconds }) => ({
    uploadId,
    lastByteAt: new Date(now.getTime() - idleSeconds * 1000),
  }))
  const finished = new Set(members.map(({ fileId }) => fileId))
  return [...here, ...elsewhere].filter(({ uploadId }) => !finished.has(uploadId))
}
