/** What a client says of itself at the token endpoint (RFC 7523), and whether it may (spec access.md §13.1). Pure. */
import { type Jws, readJws, textIn } from './jws.ts'

export type Assertion = Jws & {
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
  readonly jti: string
  /** Seconds since 1970. */
  readonly expires: number
  readonly notBefore: number | null
  readonly issued: number | null
}

export type AssertionRules = {
  readonly audiences: readonly string[]
  readonly nowSeconds: number
  readonly skewSeconds: number
  readonly maxSeconds: number
}

export type AssertionFault = 'malformedAssertion' | 'wrongIssuer' | 'wrongAudience' | 'assertionTime'

const TYPES = ['jwt', 'client-authentication+jwt', 'application/jwt']
const JTI_MAX = 1024
const SECONDS_MAX = 1e11

/** Null for what is no assertion; `subject` tells whose it would be. */
export function readAssertion(text: string): Assertion | null {
  const jws = readJws(text)
  if (!jws) return null
  const { header, claims } = jws
  const [issuer, subject, jti] = [textIn(claims, 'iss'), textIn(claims, 'sub'), textIn(claims, 'jti')]
  const audiences = audiencesIn(claims.get('aud'))
  const [expires, notBefore, issued] = ['exp', 'nbf', 'iat'].map((name) => secondsIn(claims.get(name)))
  if (!issuer || !subject || !jti || jti.length > JTI_MAX || !audiences || typeof expires !== 'number') return null
  if (notBefore === undefined || issued === undefined || !isAssertionType(textIn(header, 'typ'))) return null
  return { ...jws, issuer, subject, audiences, jti, expires, notBefore, issued }
}

/** rule 15.5, once its signature is known to be the client's: in the order of the specification, the first fault alone. */
export function faultOfAssertion(assertion: Assertion, rules: AssertionRules): AssertionFault | null {
  const { issuer, subject, audiences } = assertion
  if (issuer !== subject) return 'wrongIssuer'
  if (!audiences.some((audience) => rules.audiences.includes(audience))) return 'wrongAudience'
  return isInTime(assertion, rules) ? null : 'assertionTime'
}

/** Without `iat` its life is what is left of it. */
function isInTime(
  { expires, notBefore, issued }: Assertion,
  { nowSeconds, skewSeconds, maxSeconds }: AssertionRules,
): boolean {
  const latest = nowSeconds + skewSeconds
  if (expires <= nowSeconds - skewSeconds) return false
  if ((notBefore ?? 0) > latest || (issued ?? 0) > latest) return false
  return expires <= latest + maxSeconds && (issued === null || expires - issued <= maxSeconds)
}

function audiencesIn(value: unknown): readonly string[] | null {
  const all: unknown[] = Array.isArray(value) ? value : [value]
  const texts = all.filter((one) => typeof one === 'string')
  return texts.length === all.length ? texts : null
}

/** Null when it is left out, undefined when it is no time. */
function secondsIn(value: unknown): number | null | undefined {
  if (value === undefined) return null
  return typeof value === 'number' && value >= 0 && value < SECONDS_MAX ? value : undefined
}

/** An access token is no assertion, whoever signed it. */
function isAssertionType(typ: string | null): boolean {
  return typ === null || TYPES.includes(typ.toLowerCase())
}
