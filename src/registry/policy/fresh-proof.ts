/** Whether somebody has proven lately, and well enough, who he is (rule 10.12, spec access.md §8.6). */
import { AHEAD_SECONDS_MAX, secondsBetween } from '../../base/clock.ts'
import { refusal } from '../../base/refusal.ts'

export type LatestProof = { readonly provenAt: Date; readonly provenAssurance: number }

/** `now`: by the database's clock, as `provenAt`. */
export function isFreshProof(
  { provenAt, provenAssurance }: LatestProof,
  { now, seconds, assurance }: { readonly now: Date; readonly seconds: number; readonly assurance: number },
): boolean {
  const age = secondsBetween(provenAt, now)
  return provenAssurance >= assurance && age <= seconds && age >= -AHEAD_SECONDS_MAX
}

export const NOT_FRESH = refusal(
  'SLU-REAUTH',
  'This needs a fresh and strong sign-in.',
  'Sign in again with eID, itsme or a code from your app, then repeat.',
  { key: 'notFresh' },
)
