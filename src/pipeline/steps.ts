/** The effects behind `nextStep`: each ends in one commit that holds the claim, so a worker that lost its lease writes nothing. */
import { Corrupt } from '../base/errors.ts'
import { unreachable } from '../base/unreachable.ts'
import type { Envelope, Verdict } from '../batch/facts.ts'
import { nextStep } from '../batch/next-step.ts'
import type { Rights } from '../batch/rights.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { nameIsTaken } from '../ledger/accepted-names.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import { type Claim, holdClaim, setDue } from '../ledger/claims.ts'
import { readFacts } from '../ledger/facts.ts'
import { publishAcknowledgement } from '../ledger/out-entries.ts'
import { closeSubmission, hasEarlierUnjudged, lockSubmission } from '../ledger/submissions.ts'
import { databaseTime } from '../ledger/tickets.ts'
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
  const { database } = deps
  return {
    facts: ({ submissionId }) => readFacts(database.queries, submissionId),
    async perform(claim, step) {
      switch (step.do) {
        case 'seal':
          return await seal(claim, deps)
        case 'judge':
          return await judgeStep(claim, step.envelope, deps)
        case 'acknowledge':
          return await acknowledgeStep(claim, step.envelope, step.verdict, deps)
        case 'dispatch':
          return await held(claim, deps, (tx) => dispatch(tx, claim.submissionId, step.envelope, step.verdict))
        case 'close':
          return await held(claim, deps, async () => undefined)
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
    const { outcome } = await sealIfDue(tx, claim.submissionId, submission ? uploadsOf(submission) : [], sealDeps())
    return outcome === 'sealed' || outcome === 'sealedBefore' ? 'again' : 'wait'
  })
}

/** rule 7.1: submissions of one key are judged in the order in which they were sealed. */
async function judgeStep(claim: Claim, envelope: Envelope, deps: StepDeps): Promise<StepOutcome> {
  const { database, readRights, judgeDeps } = deps
  const { submissionId } = claim
  if (await hasEarlierUnjudged(database.queries, submissionId)) return await waitForTurn(claim, deps)
  const rights = await readRights(database.queries, envelope)
  const judgement = await judge(
    { envelope, rights },
    {
      ...judgeDeps(),
      keyAcceptedBefore: (setKey) => database.transaction((tx) => nameIsTaken(tx, setKey, submissionId)),
    },
  )
  const committed = await database.transaction(async (tx) => {
    if (!(await holdClaim(tx, claim))) return null
    return await commitVerdict(tx, submissionId, envelope, judgement, { reuse: deps.reuse() })
  })
  if (committed?.outcome === 'committed') deps.judged(claim, envelope, committed.verdict)
  return committed ? 'again' : 'wait'
}

async function waitForTurn(claim: Claim, { database }: StepDeps): Promise<StepOutcome> {
  await database.transaction(async (tx) => {
    if (!(await holdClaim(tx, claim))) return
    const now = await databaseTime(tx)
    await setDue(tx, claim.submissionId, new Date(now.getTime() + TURN_SECONDS * 1000))
  })
  return 'wait'
}

async function acknowledgeStep(
  claim: Claim,
  envelope: Envelope,
  verdict: Verdict,
  deps: StepDeps,
): Promise<StepOutcome> {
  const { answer } = verdict
  if (!answer) throw new Corrupt('a verdict without an answer is to be acknowledged')
  const prepared = await acknowledge(envelope, { ...verdict, answer }, deps.acknowledgeDeps())
  const { sender, environment } = envelope
  let published = false
  const outcome = await held(claim, deps, async (tx) => {
    const publication = { submissionId: claim.submissionId, sender, environment, ...prepared }
    published = (await publishAcknowledgement(tx, publication)) !== null
  })
  if (published) deps.answered(claim, envelope)
  return outcome
}

/** One commit under the claim; when nothing is left to do after it, the submission is closed in the same one. */
async function held(
  claim: Claim,
  { database }: StepDeps,
  work: (tx: Transaction) => Promise<void>,
): Promise<StepOutcome> {
  return await database.transaction(async (tx) => {
    if (!(await holdClaim(tx, claim))) return 'wait'
    await work(tx)
    const next = nextStep(await readFacts(tx, claim.submissionId))
    if (next.do !== 'close') return 'again'
    await closeSubmission(tx, claim.submissionId)
    return 'wait'
  })
}
