/** When: claims what is due, takes it as far as it goes, and decides what follows from a failure. */
import { type Remedy, remedyFor } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { unreachable } from '../base/unreachable.ts'
import type { Database } from '../database/database.ts'
import {
  acquireDue,
  type Claim,
  failClaim,
  holdClaim,
  parkSubmission,
  releaseClaim,
  renewClaim,
  returnClaim,
} from '../ledger/claims.ts'
import { recordEvent } from '../ledger/events.ts'
import { answeredSince } from '../ledger/revocation-waits.ts'
import { lockSubmission } from '../ledger/submissions.ts'
import { BlobUnreadable } from '../spool/blob-unreadable.ts'
import { AwaitsRevocation } from '../stages/awaits-revocation.ts'
import { CheckerFailed } from '../stages/checkers/checker-failed.ts'
import { advance, type Steps } from './advance.ts'
import { type Lanes, openLanes } from './lanes.ts'
import { Suspects } from './suspects.ts'

export type PipelineLimits = {
  readonly pollSeconds: number
  readonly leaseSeconds: number
  /** Times that a submission may kill a process, ours or a checker, before it is parked. */
  readonly stepAttempts: number
  /** Times that a blob may fail to be read on a disk that works before its submission is parked. */
  readonly readAttempts: number
}

export type PipelineDeps = {
  readonly database: Pick<Database, 'queries' | 'transaction' | 'listen'>
  readonly steps: Steps<Claim>
  readonly limits: () => PipelineLimits
  /** Submissions at a time. */
  readonly lanes: number
  /** Names this process in claims and log. */
  readonly owner: string
  readonly log: Log
  /** An error that is a bug: the process is to end, and the claim's lease to run out. */
  readonly onBug: (error: unknown) => void
  /** When the gateway ends: how long steps under way may take. */
  readonly patienceSeconds: () => number
}

const RETRY_SECONDS_MAX = 300
/** An answer grows too old by itself, and the settings change, without anybody who wakes. */
const WAIT_SECONDS_MAX = 60
/** How long a suspect that must wait for another one is left alone. */
const TURN_SECONDS = 0.5

/** Runs until disposed: then nothing new is taken, and what is under way is finished, or left to its lease. */
export async function startPipeline(deps: PipelineDeps): Promise<Lanes> {
  const suspects = new Suspects()
  const underWay = new Set<Claim>()
  const lanes = openLanes<Claim>(
    {
      take: (count) => takeDue(deps, count, suspects),
      perform: async (claim) => {
        underWay.add(claim)
        await work(claim, deps)
        underWay.delete(claim)
        suspects.done(claim)
      },
    },
    {
      count: deps.lanes,
      pollSeconds: () => deps.limits().pollSeconds,
      patienceSeconds: deps.patienceSeconds,
      log: deps.log,
    },
  )
  const doorbell = await deps.database.listen('sluice_work', () => lanes.ring())
  return {
    ...lanes,
    async [Symbol.asyncDispose]() {
      await doorbell[Symbol.asyncDispose]()
      await lanes[Symbol.asyncDispose]()
      await Promise.all([...underWay].map((claim) => leave(claim, deps)))
    },
  }
}

/** It was told to stop, not killed by the submission: that must not count as a crash. Its own late commit finds no claim any more. */
async function leave(claim: Claim, { database, log }: PipelineDeps): Promise<void> {
  log.warn('pipeline.stepLeft', { id: claim.submissionId })
  await returnClaim(database.queries, claim, 0).catch((error: unknown) => {
    log.warn('pipeline.failureNotRecorded', { id: claim.submissionId, ...errorFields(error) })
  })
}

async function takeDue(
  { database, owner, limits }: PipelineDeps,
  count: number,
  suspects: Suspects,
): Promise<readonly Claim[]> {
  const claims = await acquireDue(database.queries, { owner, leaseSeconds: limits().leaseSeconds, limit: count })
  const { admitted, back } = suspects.sort(claims)
  for (const claim of back) await returnClaim(database.queries, claim, TURN_SECONDS)
  return admitted
}

async function work(claim: Claim, deps: PipelineDeps): Promise<void> {
  const renewal = setInterval(() => keep(claim, deps), (deps.limits().leaseSeconds * 1000) / 3)
  try {
    if (claim.crashes >= deps.limits().stepAttempts) {
      return await park(claim, deps, `Its processing ended the process ${claim.crashes} times.`)
    }
    if ((await advance(claim, deps.steps)) === 'wait') await releaseClaim(deps.database.queries, claim)
  } catch (error) {
    await settle(claim, error, deps)
  } finally {
    clearInterval(renewal)
  }
}

/** A lease that cannot be renewed runs out; the commit of the step then finds another fence. */
function keep(claim: Claim, { database, limits, log }: PipelineDeps): void {
  renewClaim(database.queries, claim, limits().leaseSeconds).catch((error: unknown) => {
    log.warn('pipeline.leaseNotRenewed', { id: claim.submissionId, ...errorFields(error) })
  })
}

async function settle(claim: Claim, error: unknown, deps: PipelineDeps): Promise<void> {
  const remedy = remedyOf(error, claim, deps.limits())
  const about = { id: claim.submissionId, remedy, failures: claim.failures + 1, ...errorFields(error) }
  deps.log[remedy === 'retry' ? 'warn' : 'error'](
    error instanceof AwaitsRevocation ? 'submission.awaitsRevocation' : 'pipeline.stepFailed',
    about,
  )
  try {
    switch (remedy) {
      case 'retry':
        if (error instanceof AwaitsRevocation) return await letWait(claim, error, deps)
        return await failClaim(deps.database.queries, claim, {
          message: about.error,
          retrySeconds: backOffSeconds(claim.failures),
          of: error instanceof CheckerFailed ? 'checker' : error instanceof BlobUnreadable ? 'blob' : 'other',
        })
      case 'park':
        return await park(claim, deps, about.error)
      case 'stop':
      case 'crash':
        return deps.onBug(error)
      default:
        return unreachable(remedy)
    }
  } catch (failure) {
    // the lease runs out and somebody takes it up again
    deps.log.warn('pipeline.failureNotRecorded', { id: claim.submissionId, ...errorFields(failure) })
  }
}

/** rule 28.3: until somebody wakes it; an answer that came while the set was looked at found nobody to wake. */
async function letWait(claim: Claim, { message, certificate, knownAt }: AwaitsRevocation, { database }: PipelineDeps) {
  await database.transaction(async (tx) => {
    const isAnswered = await answeredSince(tx, certificate, knownAt)
    const retrySeconds = isAnswered ? 0 : Math.min(backOffSeconds(claim.failures), WAIT_SECONDS_MAX)
    await failClaim(tx, claim, { message, retrySeconds, of: 'other', waitsFor: certificate.sha256 })
  })
}

/**
 * A document that kills its checker again and again is for a person (case K16), and so is a blob that cannot be read again and again
 * (case D5); other failures between do not count, for a database or a disk that is away says nothing about the submission.
 */
export function remedyOf(
  error: unknown,
  { checkerFailures, readFailures }: Pick<Claim, 'checkerFailures' | 'readFailures'>,
  { stepAttempts, readAttempts }: Pick<PipelineLimits, 'stepAttempts' | 'readAttempts'>,
): Remedy {
  if (error instanceof CheckerFailed && checkerFailures + 1 >= stepAttempts) return 'park'
  if (error instanceof BlobUnreadable && readFailures + 1 >= readAttempts) return 'park'
  return remedyFor(error)
}

/** Only by whoever still holds the claim: a TD, or another worker, may have been faster. */
async function park(claim: Claim, { database, log }: PipelineDeps, reason: string): Promise<void> {
  const { submissionId } = claim
  const parked = await database.transaction(async (tx) => {
    if (!(await holdClaim(tx, claim))) return false
    const submission = await lockSubmission(tx, submissionId)
    await parkSubmission(tx, submissionId, reason)
    const sender = submission?.sender ?? null
    await recordEvent(tx, { submissionId, sender, event: 'submission.parked', detail: { reason } })
    return true
  })
  if (parked) log.error('submission.parked', { id: submissionId, reason })
}

export function backOffSeconds(failures: number): number {
  return Math.min(RETRY_SECONDS_MAX, 2 ** Math.min(failures, 16))
}
