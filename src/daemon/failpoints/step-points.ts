/** The points of judging and answering, and those of what leaves. */
import type { Failpoints } from '../../base/failpoints.ts'
import type { Claim } from '../../ledger/claims.ts'
import type { Steps } from '../../pipeline/advance.ts'
import type { Spool } from '../../spool/spool.ts'
import type { AcknowledgeDeps } from '../../stages/acknowledge.ts'
import type { Checkers } from '../../stages/checkers/checkers.ts'
import { instead } from './instead.ts'

/** Passes P10 when a submission was claimed, P12 and P15 behind the commits of its verdict and its acknowledgement. */
export function stepPoints(steps: Steps<Claim>, failpoints: Failpoints | undefined): Steps<Claim> {
  if (!failpoints) return steps
  return {
    async facts(claim) {
      const facts = await steps.facts(claim)
      await failpoints.pass('P10')
      return facts
    },
    async perform(claim, step, facts) {
      const outcome = await steps.perform(claim, step, facts)
      if (step.do === 'judge' && outcome !== 'wait') await failpoints.pass('P12')
      if (step.do === 'acknowledge' && outcome !== 'wait') await failpoints.pass('P15')
      return outcome
    },
  }
}

export function checkerPoints(checkers: Checkers, failpoints: Failpoints | undefined): Checkers {
  if (!failpoints) return checkers
  return instead(checkers, {
    async inspect(question) {
      const found = await checkers.inspect(question)
      await failpoints.pass('P11')
      return found
    },
  })
}

type Answering = Pick<AcknowledgeDeps, 'sign' | 'store'>

export function answerPoints<Some extends Answering>(deps: Some, failpoints: Failpoints | undefined): Some {
  if (!failpoints) return deps
  return {
    ...deps,
    async sign(document: Uint8Array) {
      const signed = await deps.sign(document)
      await failpoints.pass('P13')
      return signed
    },
    async store(bytes: Uint8Array) {
      const blob = await deps.store(bytes)
      await failpoints.pass('P14')
      return blob
    },
  }
}

export function sweepPoints(spool: Spool, failpoints: Failpoints | undefined): Spool {
  if (!failpoints) return spool
  return instead(spool, {
    async remove(sha256) {
      await spool.remove(sha256)
      await failpoints.pass('P22')
    },
  })
}
