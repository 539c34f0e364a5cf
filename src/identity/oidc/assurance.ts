const LEVEL = /^(.*\D)(\d{1,4})$/

/** itsme names its two levels by words, the weaker one first. */
const ITSME = ['http://itsme.services/v2/claim/acr_basic', 'http://itsme.services/v2/claim/acr_advanced']

export type AskedLevel = {
  /** Levels separated by spaces; empty: none was asked for. */
  readonly acrValues: string
  /** Whether the level must be told: the claim is optional (OpenID Connect Core §2), and what is not told may be anything. */
  readonly acrRequired: boolean
}

/** Whether the level that a provider says it reached (`acr`) is one that was asked for, or above it. */
export function reachesLevel({ acrValues, acrRequired }: AskedLevel, reached: unknown): boolean {
  const wanted = acrValues.split(' ').filter((value) => value !== '')
  if (wanted.length === 0) return true
  if (reached === undefined) return !acrRequired
  return typeof reached === 'string' && wanted.some((value) => value === reached || isAbove(reached, value))
}

/** `urn:be:fedict:iam:fas:Level500` is above `…Level450`. */
function isAbove(reached: string, wanted: string): boolean {
  const [one, other] = [LEVEL.exec(reached), LEVEL.exec(wanted)]
  if (one && other) return one[1] === other[1] && Number(one[2]) > Number(other[2])
  return ITSME.includes(wanted) && ITSME.indexOf(reached) > ITSME.indexOf(wanted)
}
