/** rule 9.11: nobody overwrites what he has not seen (case R18). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'

/** `expected`: what the person looked at; left out where nobody has looked. Refuses with SLU-VERSION. */
export function sameVersion(version: number, expected: number | undefined): Result<void, Refusal> {
  return expected === undefined || expected === version ? ok(undefined) : no(STALE)
}

const STALE = refusal(
  'SLU-VERSION',
  'Somebody has changed this since you looked at it.',
  'Look at it again, and repeat your change if it is still wanted.',
  { key: 'changedMeanwhile' },
)
