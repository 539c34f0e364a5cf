/** The effects behind `nextStep`: each ends in one commit that holds the claim, so a worker that lost its lease writes nothing. */
import { Corrupt } from '../base/errors.ts'
import { unreachable } from '../base/unreachable.ts'
import type { Envelope, Facts, Verdict } from '../batch/facts.ts'
import { nextStep, type Step } from '../batch/next-step.ts'
import type { Rights } from '../batch/rights.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { nameIsTaken } from '../ledger/accepted-names.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import { type Claim, holdClaim, setDue } from '../ledger/claims.ts'
import { readFacts } from '../ledger/facts.ts'
import { publishAcknowledgement } from '../ledger/out-entries.ts'
import { closeSubmission, hasEarlierUnjudged, lockSubmission } from '../ledger/submissions.ts'
import { type AcknowledgeDeps, acknowledge } from '../stages/acknowledge.ts'
import { commitVerdict } from '../stages/commit-verdict.ts'
import { dispatch } from '../stages/dispatch.ts'
import { type JudgeDeps, judge } from '../stages/judge.ts'
import { type SealDeps, sealIfDue, type UploadHere } from '../stages/seal.ts'
import type { StepOutcome, Steps } from './advance.ts'

export type StepDeps = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly sealDeps: () => SealDeps
  /** Uploads of a set that this process receives. */
  readonly uploadsOf: (place: SetPlace) => readonly UploadHere[]
  readonly readRights: (queries: Queries, envelope: Envelope) => Promise<Rights>
  readonly judgeDeps: () => Omit<JudgeDeps, 'keyAcceptedBefore'>
  readonly acknowledgeDeps: () => AcknowledgeDeps
  readonly reuse: () => 'afterRejection' | 'never'
  /** Told after the commit, for metrics and the log. */
  readonly judged: (claim: Claim, envelope: Envelope, verdict: Verdict) => void
  readonly answered: (claim: Claim, envelope: Envelope) => void
}

/** How long a set waits for an earlier one of the same name before it looks again, in seconds. */
const TURN_SECONDS = 0.5

export function pipelineSteps(deps: StepDeps): Steps<Claim> {
  return {
    facts: ({ submissionId }) => readFacts(deps.database.queries, submissionId),
    async perform(claim, step, facts) {
      switch (step.do) {
        case 'seal':
          return await seal(claim, deps)
        case 'judge':
          return await judgeStep(claim, step.envelope, facts, deps)
        case 'acknowledge':
          return await acknowledgeStep(claim, step, facts, deps)
        case 'dispatch':
        case 'close':
          return await held(claim, deps, async () => facts)
        default:
          return unreachable(step)
      }
    },
  }
}

/** A deadline came, or another node's upload ended. */
async function seal(claim: Claim, { database, sealDeps, uploadsOf }: StepDeps): Promise<StepOutcome> {
  return await database.transaction(async (tx) => {
    if (!(await holdClaim(tx, claim))) return 'wait'
    const submission = await lockSubmission(tx, claim.submissionId)
    if (!submission) return 'wait'
    const { outcome } = await sealIfDue(tx, { submission, uploadsHere: uploadsOf(submission) }, sealDeps())
    return outcome === 'sealed' || outcome === 'sealedBefore' ? 'again' : 'wait'
  })
}

/** rule 7.1: submissions of one key are judged in the order in which they were sealed. */
async function judgeStep(claim: Claim, envelope: Envelope, facts: Facts, deps: StepDeps): Promise<StepOutcome> {
  const { queries } = deps.database
  const { submissionId } = claim
  if (await hasEarlierUnjudged(queries, submissionId)) return await waitForTurn(claim, deps)
  const rights = await deps.readRights(queries, envelope)
  const keyAcceptedBefore = (setKey: string) => nameIsTaken(queries, setKey, submissionId)
  const judgement = await judge({ envelope, rights }, { ...deps.judgeDeps(), keyAcceptedBefore })
  const committed = await deps.database.transaction(async (tx) => {
    const judgedAt = await holdClaim(tx, claim)
    if (!judgedAt) return null
    return await commitVerdict(tx, submissionId, envelope, judgement, { judgedAt, reuse: deps.reuse() })
  })
  if (!committed) return 'wait'
  if (committed.outcome !== 'committed') return 'again'
  deps.judged(claim, envelope, committed.verdict)
  return { ...facts, verdict: committed.verdict }
}

async function waitForTurn(claim: Claim, { database }: StepDeps): Promise<StepOutcome> {
  await database.transaction(async (tx) => {
    const now = await holdClaim(tx, claim)
    if (now) await setDue(tx, claim.submissionId, new Date(now.getTime() + TURN_SECONDS * 1000))
  })
  return 'wait'
}

async function acknowledgeStep(
  claim: Claim,
  { envelope, verdict }: Extract<Step, { do: 'acknowledge' }>,
  facts: Facts,
  deps: StepDeps,
): Promise<StepOutcome> {
  const { answer } = verdict
  if (!answer) throw new Corrupt('a verdict without an answer is to be acknowledged')
  const prepared = await acknowledge(envelope, { ...verdict, answer }, deps.acknowledgeDeps())
  const { sender, environment } = envelope
  const publication = { submissionId: claim.submissionId, sender, environment, ...prepared }
  const outcome = await held(claim, deps, async (tx) => {
    const acknowledgement = await publishAcknowledgement(tx, publication)
    return acknowledgement && { ...facts, acknowledgement }
  })
  // Only this step, with its own publication, goes on from here; `again` and `wait` are somebody else's doing.
  if (outcome !== 'again' && outcome !== 'wait') deps.answered(claim, envelope)
  return outcome
}

/**
 * One commit under the claim. `work` returns the facts that hold after it, or null when somebody else's do. What then follows and needs
 * nothing but the database is done in the same commit: the dispatch, and the end.
 */
async function held(
  claim: Claim,
  { database }: StepDeps,
  work: (tx: Transaction) => Promise<Facts | null>,
): Promise<StepOutcome> {
  const { submissionId } = claim
  return await database.transaction(async (tx) => {
    if (!(await holdClaim(tx, claim))) return 'wait'
    let facts = await work(tx)
    if (!facts) return 'again'
    let next = nextStep(facts)
    if (next.do === 'dispatch') {
      facts = { ...facts, dispatch: await dispatch(tx, submissionId, next.envelope, next.verdict) }
      next = nextStep(facts)
    }
    if (next.do !== 'close') return facts
    await closeSubmission(tx, submissionId)
    return 'closed'
  })
}
