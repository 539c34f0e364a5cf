/** To an identity provider and back (spec access.md §8.2c, §8.3). The browser holds what was begun, so nobody else can finish it. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { beginAttempt, takeAttempt } from '../../identity/attempts.ts'
import type { OidcAttempt } from '../../identity/oidc/provider.ts'
import { mayBegin } from '../../identity/sign-in/may-begin.ts'
import { NO_ATTEMPT, NOT_OFFERED } from '../../identity/sign-in/refusals.ts'
import type { Visit } from '../ask.ts'
import { type ProviderName, visitorOf } from '../identity-ground.ts'
import { type Entered, enterBy, type Purpose, purposeIn, wordsOf } from './enter-by-identity.ts'

export type Begun = { readonly url: string; readonly attempt: string }
export type Back = Entered & Pick<Purpose, 'returnTo'>

/** Refuses: SLU-METHOD, SLU-BUSY (too many begun, or the provider cannot be reached). */
export async function beginAtProvider(
  visit: Visit,
  name: ProviderName,
  purpose: Purpose,
): Promise<Result<Begun, Refusal>> {
  const { ground, language } = visit
  const { signIn } = ground.identity
  const provider = ground.identity.provider(name)
  if (!provider) return no(NOT_OFFERED)
  const may = await mayBegin(signIn, visitorOf(visit))
  if (!may.ok) return may
  const begun = await provider.begin({ fresh: purpose.isAgain, language })
  if (!begun.ok) return begun
  const { url, attempt } = begun.value
  const body = { ...wordsOf(purpose), oidc: JSON.stringify(attempt) }
  const seconds = signIn.rules().attemptSeconds
  const token = await beginAttempt(ground.database.queries, ground.box, { kind: 'oidc', body, seconds })
  return ok({ url, attempt: token })
}

/** Used up before anybody is asked. Refuses: SLU-METHOD, SLU-LOGIN, SLU-BUSY. */
export async function finishAtProvider(visit: Visit, name: ProviderName): Promise<Result<Back, Refusal>> {
  const { ground, cookies, address } = visit
  const provider = ground.identity.provider(name)
  if (!provider) return no(NOT_OFFERED)
  const attempt = await ground.database.transaction((tx) => takeAttempt(tx, ground.box, cookies.attempt ?? '', 'oidc'))
  if (!attempt) return no(NO_ATTEMPT)
  const begun = JSON.parse(attempt.body.oidc ?? '{}') as OidcAttempt
  const verified = await provider.finish(new URL(address, ground.publicUrl), begun)
  if (!verified.ok) return verified
  const purpose = purposeIn(attempt.body)
  const entered = await enterBy(visit, verified.value, purpose)
  return entered.ok ? ok({ ...entered.value, returnTo: purpose.returnTo }) : entered
}
