/**
 * An OpenID Connect provider: there by its page, back by a redirection, then the claims (spec access.md §8.2c, §8.3; rule 11.13). What they
 * mean is read by whoever asked.
 */
import * as client from 'openid-client'
import type { Log } from '../../base/log.ts'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { reachesLevel } from './assurance.ts'
import { createDiscovery, type DiscoveryRules } from './discovery.ts'
import { OIDC_REFUSAL, refusalFor } from './refusals.ts'
import type { ProviderLink } from './settings.ts'

/** The body of a sign-in attempt of the kind `oidc`: secret, bound to one browser, and used once by who keeps the attempts. */
export type OidcAttempt = {
  readonly provider: ProviderLink['name']
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Seconds since 1970 from which on the person must have proven it; null: any standing sign-in serves. */
  readonly freshSince: number | null
}

export type BeginOptions = {
  /** For a repeated proof: the provider must ask the person again. */
  readonly fresh?: boolean
  /** Of the page there, such as `fr`. */
  readonly language?: string
}

export type ClaimsProvider<Value> = {
  /** Where to send the browser, and what to keep meanwhile. Refuses with SLU-BUSY when the provider cannot be reached. */
  begin(options?: BeginOptions): Promise<Result<{ readonly url: string; readonly attempt: OidcAttempt }, Refusal>>
  /** What the browser came back with. Only the query of `callback` matters: its host may be whatever a request says. */
  finish(callback: URL, attempt: OidcAttempt): Promise<Result<Value, Refusal>>
}

export type ProviderRules = DiscoveryRules & {
  readonly log: Log
  /** Registered with the provider; https, its own for each provider, so that their answers cannot be mixed up. */
  readonly redirectUri: string
}

type Known = ProviderRules & {
  readonly settings: ProviderLink
  readonly discovery: () => Promise<client.Configuration>
}
type Claims = Readonly<Record<string, unknown>>

const QUERY_MAX = 4096
const SUBJECT_MAX = 255
const AHEAD_SECONDS = 60

/** What a provider says of a person. */
export type Claimed = {
  readonly issuer: string
  readonly subject: string
  /** From the ID token, or else from the user information of the same subject, which may be signed too. */
  claim(name: string): Promise<unknown>
}

/** Asks nobody until somebody signs in. */
export function createClaimsProvider<Value>(
  settings: ProviderLink,
  rules: ProviderRules,
  read: (claimed: Claimed) => Promise<Result<Value, Refusal>>,
): ClaimsProvider<Value> {
  const known: Known = { ...rules, settings, discovery: createDiscovery(settings, rules) }
  return {
    begin: (options = {}) => orRefusal(known, () => begun(known, options)),
    finish: (callback, attempt) =>
      orRefusal(known, async () => {
        const claimed = await finished(known, callback, attempt)
        return claimed.ok ? read(claimed.value) : claimed
      }),
  }
}

async function begun(known: Known, { fresh, language }: BeginOptions) {
  const { settings, redirectUri, now } = known
  const configuration = await known.discovery()
  const verifier = client.randomPKCECodeVerifier()
  const attempt: OidcAttempt = {
    ...{ provider: settings.name, state: client.randomState(), nonce: client.randomNonce(), verifier },
    freshSince: fresh ? Math.floor(now().getTime() / 1000) : null,
  }
  const url = client.buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirectUri, scope: settings.scope, state: attempt.state, nonce: attempt.nonce },
    ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
    ...(settings.acrValues && { acr_values: settings.acrValues }),
    ...(fresh && { prompt: 'login', max_age: '0' }),
    ...(language && { ui_locales: language }),
  })
  return ok({ url: url.href, attempt })
}

async function finished(known: Known, callback: URL, attempt: OidcAttempt): Promise<Result<Claimed, Refusal>> {
  const { settings } = known
  const state = callback.searchParams.getAll('state')
  const isOurs = attempt.provider === settings.name && state.length === 1 && state[0] === attempt.state
  if (!isOurs || callback.search.length > QUERY_MAX) return no(OIDC_REFUSAL.mismatch)
  const configuration = await known.discovery()
  const address = new URL(known.redirectUri)
  address.search = callback.search
  const tokens = await client.authorizationCodeGrant(configuration, address, {
    ...{ pkceCodeVerifier: attempt.verifier, expectedNonce: attempt.nonce, expectedState: attempt.state },
    idTokenExpected: true,
  })
  const claims: Claims = tokens.claims() ?? {}
  const problem = problemOf(claims, attempt, settings)
  if (problem) known.log.warn('signIn.provider.refused', { provider: settings.name, reason: problem.told?.key })
  return problem ? no(problem) : ok(claimedOf(settings, configuration, tokens.access_token, claims))
}

/** What the library leaves open. */
function problemOf(claims: Claims, { freshSince }: OidcAttempt, settings: ProviderLink): Refusal | null {
  const { azp, acr, sub, auth_time: provenAt } = claims
  if (azp !== undefined && azp !== settings.clientId) return OIDC_REFUSAL.unbelieved
  if (typeof sub !== 'string' || sub === '' || sub.length > SUBJECT_MAX) return OIDC_REFUSAL.unbelieved
  if (!reachesLevel(settings, acr)) return OIDC_REFUSAL.tooWeak
  const isFresh = freshSince === null || (typeof provenAt === 'number' && provenAt >= freshSince - AHEAD_SECONDS)
  return isFresh ? null : OIDC_REFUSAL.notFinished
}

function claimedOf(
  { issuer }: ProviderLink,
  configuration: client.Configuration,
  accessToken: string,
  claims: Claims,
): Claimed {
  const subject = String(claims.sub)
  let told: Claims | undefined
  return {
    ...{ issuer, subject },
    async claim(name) {
      if (claims[name] !== undefined || !configuration.serverMetadata().userinfo_endpoint) return claims[name]
      told ??= await client.fetchUserInfo(configuration, accessToken, subject)
      return told[name]
    },
  }
}

async function orRefusal<Value>(
  { settings, log }: Known,
  act: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  try {
    return await act()
  } catch (error) {
    const answer = refusalFor(error)
    if (!answer) throw error
    log.warn('signIn.provider.refused', { provider: settings.name, reason: answer.reason })
    return no(answer.refusal)
  }
}
