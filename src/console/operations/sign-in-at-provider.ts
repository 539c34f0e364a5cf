/** To the identity provider of the house and back (rule 21.10). The browser holds what was begun, so nobody else can finish it. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { beginOidcAttempt, enterByOidc, takeOidcAttempt } from '../../identity/operators/by-oidc.ts'
import type { Entered } from '../../identity/operators/sign-in.ts'
import { NO_ATTEMPT, NOT_OFFERED } from '../../identity/sign-in/refusals.ts'
import type { Visit } from '../ask.ts'
import { visitorOf } from '../visitor.ts'

export type Begun = { readonly url: string; readonly attempt: string }
export type Back = Entered & { readonly returnTo: string | undefined }

/** Refuses: SLU-METHOD, SLU-BUSY (the provider cannot be reached). */
export async function beginAtProvider({ ground, language, query }: Visit): Promise<Result<Begun, Refusal>> {
  const provider = ground.provider()
  if (!provider) return no(NOT_OFFERED)
  const begun = await provider.begin({ language })
  if (!begun.ok) return begun
  const returnTo = query.get('returnTo')
  const body = { oidc: JSON.stringify(begun.value.attempt), ...(returnTo !== null && { returnTo }) }
  const seconds = ground.signIn.rules().attemptSeconds
  const attempt = await ground.database.transaction((tx) => beginOidcAttempt(tx, ground.box, { body, seconds }))
  return ok({ url: begun.value.url, attempt })
}

/** Used up before anybody is asked. Refuses: SLU-METHOD, SLU-LOGIN, SLU-BUSY. */
export async function finishAtProvider(visit: Visit): Promise<Result<Back, Refusal>> {
  const { ground, cookies, address } = visit
  const provider = ground.provider()
  if (!provider) return no(NOT_OFFERED)
  const begun = await ground.database.transaction((tx) => takeOidcAttempt(tx, ground.box, cookies.attempt ?? ''))
  if (!begun) return no(NO_ATTEMPT)
  const named = await provider.finish(new URL(address, ground.publicUrl), begun.attempt)
  if (!named.ok) return named
  const visitor = visitorOf(visit)
  const rules = ground.signIn.rules()
  const entered = await ground.database.transaction((tx) => enterByOidc(tx, named.value, visitor, rules))
  return entered.ok ? ok({ ...entered.value, returnTo: begun.returnTo }) : entered
}
