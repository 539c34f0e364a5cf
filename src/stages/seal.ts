/** Freezes a set when its time has come (decision 6); everything here runs in a transaction of the caller. */
import { Corrupt } from '../base/errors.ts'
import type { Sha256 } from '../base/hashes.ts'
import type { Environment } from '../batch/environment.ts'
import type { Envelope } from '../batch/facts.ts'
import { type SealingDecision, type SealingLimits, sealingDecision, signatureIsRequired } from '../batch/sealing.ts'
import { ticketOf } from '../batch/ticket.ts'
import type { Transaction } from '../database/database.ts'
import type { ReceivedFile } from '../ledger/arrived-file.ts'
import { setDue } from '../ledger/claims.ts'
import type { UploadElsewhere } from '../ledger/open-uploads.ts'
import { arrivedFiles, currentMembers } from '../ledger/received-files.ts'
import { closeSubmission, type Sealing, type Submission, sealSubmissions } from '../ledger/submissions.ts'
import { nextTicket, type SealingMoment, sealingMoments } from '../ledger/tickets.ts'

/** Until it is asked again whether a set may expire. */
const HELD_BACK_SECONDS = 60

/** An upload of the set that this process receives; its id becomes the file's. */
export type UploadHere = {
  readonly uploadId: string
  readonly idleSeconds: number
  /** Set for a part of a request, which never takes the place of a member: its name. */
  readonly adds?: string
}

/** A set to look at: its submission, locked by the caller, as it is now. */
export type SealCandidate = {
  readonly submission: Submission
  readonly uploadsHere: readonly UploadHere[]
  /** Its members in name order, for who has just read them under the lock. */
  readonly members?: readonly ReceivedFile[]
}

export type SealDeps = {
  /** Stores the senders' rights as they are now and returns their ids (decision 12). */
  readonly rightsOf: (tx: Transaction, senders: readonly string[]) => Promise<ReadonlyMap<string, Sha256>>
  /** Read at use, so that a reload is in force at once. */
  readonly settings: {
    readonly limits: SealingLimits
    readonly signature: { readonly requiredIn: readonly Environment[] }
    readonly acknowledgement: { readonly ticketPrefix: string }
  }
  /** rule 32.4: whether a set may expire at this time, which the database told; false after a step of its clock, or when its files are younger. */
  readonly mayExpire: (told: Date, fileIds: readonly string[]) => boolean
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
 * Looks at a submission that the caller has locked: seals it when it is due, else notes in its claim when to look again.
 * Whoever calls it, and however many at once, a set is sealed once (case A11).
 */
export async function sealIfDue(tx: Transaction, candidate: SealCandidate, deps: SealDeps): Promise<SealOutcome> {
  const [outcome] = await sealAllDue(tx, [candidate], deps)
  if (!outcome) throw new TypeError('a candidate has no outcome')
  return outcome
}

/** The same for several, each of another set: their outcomes in their order. As many statements as one takes. */
export async function sealAllDue(
  tx: Transaction,
  candidates: readonly SealCandidate[],
  deps: SealDeps,
): Promise<SealOutcome[]> {
  const outcomes = new Map<string, SealOutcome>()
  const open: OpenSet[] = []
  for (const candidate of candidates) {
    const looked = await lookAt(tx, candidate)
    if ('members' in looked) open.push(looked)
    else outcomes.set(candidate.submission.submissionId, looked)
  }
  const due: DueSet[] = []
  const arrived = await arrivedAmong(tx, open)
  for (const { set, moment } of await momentsOf(tx, open, deps)) {
    const decision = heldBack(decide(set, moment, arrived, deps.settings), moment.now, set, deps)
    if (decision.do === 'seal') due.push({ ...set, ...moment, why: decision.why })
    else {
      await setDue(tx, set.submission.submissionId, decision.until)
      outcomes.set(set.submission.submissionId, { outcome: 'waits', until: decision.until })
    }
  }
  for (const { submissionId, envelope } of await freeze(tx, due, deps)) {
    outcomes.set(submissionId, { outcome: 'sealed', envelope })
  }
  return candidates.map(({ submission }) => {
    const outcome = outcomes.get(submission.submissionId)
    if (!outcome) throw new TypeError('a set was neither sealed nor left to wait')
    return outcome
  })
}

/** A file whose name tells no set is sealed alone, when its upload ends (decision 4). The caller holds the lock. */
export async function sealUnroutable(tx: Transaction, submission: Submission, deps: SealDeps): Promise<Envelope> {
  const members = await currentMembers(tx, submission.submissionId)
  const [sealing] = await freeze(tx, [{ submission, members, ...(await nextTicket(tx)), why: 'unroutable' }], deps)
  if (!sealing) throw new TypeError('a set was not sealed')
  return sealing.envelope
}

type OpenSet = Required<SealCandidate>
type DueSet = Pick<OpenSet, 'submission' | 'members'> &
  Pick<SealingMoment, 'number' | 'now'> & { readonly why: Envelope['why'] }

async function lookAt(
  tx: Transaction,
  { submission, uploadsHere, members: known }: SealCandidate,
): Promise<OpenSet | Extract<SealOutcome, { outcome: 'sealedBefore' | 'gone' }>> {
  if (submission.closedAt) return { outcome: 'gone' }
  if (submission.sealedAt) return { outcome: 'sealedBefore' }
  const members = known ?? (await currentMembers(tx, submission.submissionId))
  if (members.length > 0) return { submission, uploadsHere, members }
  await closeSubmission(tx, submission.submissionId)
  return { outcome: 'gone' }
}

/** A set that waits leaves a gap in the tickets, which need only be unique, and saves those that are sealed a round trip. */
async function momentsOf(
  tx: Transaction,
  sets: readonly OpenSet[],
  { node, settings }: SealDeps,
): Promise<{ readonly set: OpenSet; readonly moment: SealingMoment }[]> {
  if (sets.length === 0) return []
  const elsewhere = { exceptNode: node, withinSeconds: settings.limits.graceSeconds }
  const moments = await sealingMoments(
    tx,
    sets.map(({ submission }) => submission),
    elsewhere,
  )
  return moments.flatMap((moment, index) => {
    const set = sets[index]
    return set ? [{ set, moment }] : []
  })
}

function decide(
  { submission, uploadsHere, members }: OpenSet,
  { now, uploadsElsewhere }: SealingMoment,
  arrived: ReadonlySet<string>,
  { limits, signature }: SealDeps['settings'],
): SealingDecision {
  const { rawKey, environment, goAt, lastFileAt } = submission
  const openUploads = uploadsUnderWay({ members, uploadsHere }, goAt ? uploadsElsewhere : [], arrived, now)
  const signatureRequired = signatureIsRequired(rawKey, environment, signature.requiredIn)
  return sealingDecision({ members, goAt, lastFileAt, openUploads, signatureRequired, now }, limits)
}

/**
 * Of the uploads that this process still counts, those whose files were committed, also if another one has taken their place since: they are
 * over, even if their endpoints have not been told yet.
 */
async function arrivedAmong(tx: Transaction, sets: readonly OpenSet[]): Promise<ReadonlySet<string>> {
  const ids = sets.flatMap(({ submission, uploadsHere }) =>
    submission.goAt ? uploadsHere.map(({ uploadId }) => uploadId) : [],
  )
  return new Set(await arrivedFiles(tx, ids))
}

function heldBack(
  decision: SealingDecision,
  now: Date,
  { members }: OpenSet,
  { mayExpire }: SealDeps,
): SealingDecision {
  if (decision.do === 'wait' || decision.why !== 'expired') return decision
  const fileIds = members.map(({ fileId }) => fileId)
  if (mayExpire(now, fileIds)) return decision
  return { do: 'wait', until: new Date(now.getTime() + HELD_BACK_SECONDS * 1000) }
}

async function freeze(tx: Transaction, sets: readonly DueSet[], deps: SealDeps): Promise<Sealing[]> {
  if (sets.length === 0) return []
  const rights = await deps.rightsOf(
    tx,
    sets.map(({ submission }) => submission.sender),
  )
  const sealings = sets.map((set) => {
    const { submissionId, sender, openedAt } = set.submission
    const snapshot = rights.get(sender)
    if (!snapshot) throw new Corrupt(`the sender ${sender} has no rights`)
    return { submissionId, openedAt, envelope: envelopeOf(set, snapshot, deps.settings.acknowledgement.ticketPrefix) }
  })
  await sealSubmissions(tx, sealings)
  return sealings
}

function envelopeOf({ submission, members, number, now, why }: DueSet, rights: Sha256, ticketPrefix: string): Envelope {
  const { sender, environment, rawKey, routable } = submission
  return {
    ...{ sender, environment, rawKey, routable },
    members: members.map(({ submissionId: _, receivedAt, ...file }) => ({
      ...file,
      receivedAt: receivedAt.toISOString(),
    })),
    sealedAt: now.toISOString(),
    why,
    rights,
    ticket: ticketOf(ticketPrefix, number),
  }
}

/** Without those that are over, and those that cannot change the set. */
function uploadsUnderWay(
  { members, uploadsHere }: Pick<OpenSet, 'members' | 'uploadsHere'>,
  elsewhere: readonly UploadElsewhere[],
  arrived: ReadonlySet<string>,
  now: Date,
): { readonly lastByteAt: Date }[] {
  const names = new Set(members.map(({ name }) => name))
  const changing = uploadsHere.filter(({ adds }) => adds === undefined || !names.has(adds))
  const here = changing.map(({ uploadId, idleSeconds }) => ({
    uploadId,
    lastByteAt: new Date(now.getTime() - idleSeconds * 1000),
  }))
  return [...here, ...elsewhere].filter(({ uploadId }) => !arrived.has(uploadId))
}
