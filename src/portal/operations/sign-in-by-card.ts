/**
 * Signing in with an eID card (spec access.md §8.2): by TLS at a listener of its own, which hands over who it was, or by Web eID in the page.
 */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Ssin } from '../../batch/ssin.ts'
import { beginAttempt, takeAttempt } from '../../identity/attempts.ts'
import { EID_REFUSAL } from '../../identity/eid/refusals.ts'
import { newWebEidChallenge, verifyWebEid } from '../../identity/eid/web-eid.ts'
import { mayBegin } from '../../identity/sign-in/may-begin.ts'
import { NO_ATTEMPT, NOT_OFFERED } from '../../identity/sign-in/refusals.ts'
import { makeToken } from '../../identity/tokens.ts'
import type { VerifiedIdentity } from '../../identity/verified-identity.ts'
import type { Visit } from '../ask.ts'
import type { PortalGround } from '../ground.ts'
import { visitorOf } from '../identity-ground.ts'
import { enterBy, type Purpose, purposeIn, wordsOf } from './enter-by-identity.ts'
import type { Back, Begun } from './sign-in-at-provider.ts'

/** Between two redirections. */
const HANDOVER_SECONDS = 60

/** `url`: of the other listener. What it hands over later fits to this browser alone. Refuses: SLU-METHOD, SLU-BUSY. */
export async function beginAtCard(visit: Visit, purpose: Purpose): Promise<Result<Begun, Refusal>> {
  const { ground } = visit
  const { eid, signIn } = ground.identity
  if (!eid) return no(NOT_OFFERED)
  const may = await mayBegin(signIn, visitorOf(visit))
  if (!may.ok) return may
  const state = makeToken()
  const body = { ...wordsOf(purpose), state }
  const seconds = signIn.rules().attemptSeconds
  const attempt = await beginAttempt(ground.database.queries, ground.box, { kind: 'eidTls', body, seconds })
  return ok({ url: `${eid.entranceUrl()}/?state=${state}`, attempt })
}

/** At the other listener: resolves with the one-time token that goes back through the browser. */
export function handOver({ database, box }: PortalGround, state: string, { ssin, ...rest }: VerifiedIdentity) {
  const { issuer, subject, assurance } = rest
  const body = { handover: state, ssin, issuer, subject, assurance: String(assurance) }
  return beginAttempt(database.queries, box, { kind: 'eidTls', body, seconds: HANDOVER_SECONDS })
}

/** Both tokens are used up, and have to belong together. Refuses: SLU-METHOD, SLU-LOGIN, SLU-BUSY. */
export async function finishAtCard(visit: Visit): Promise<Result<Back, Refusal>> {
  const { ground, cookies, query } = visit
  if (!ground.identity.eid) return no(NOT_OFFERED)
  const [begun, handed] = await ground.database.transaction(async (tx) => [
    await takeAttempt(tx, ground.box, cookies.attempt ?? '', 'eidTls'),
    await takeAttempt(tx, ground.box, query.get('handover') ?? '', 'eidTls'),
  ])
  if (!begun) return no(NO_ATTEMPT)
  const refused = refusedThere(query.get('refused'))
  if (refused) return no(refused)
  const state = begun.body.state
  if (!handed || state === undefined || handed.body.handover !== state) return no(NO_ATTEMPT)
  return finishWith(visit, identityIn(handed.body), purposeIn(begun.body))
}

export type WebEidBegun = { readonly nonce: string; readonly attempt: string }

/** Refuses: SLU-METHOD, SLU-BUSY. */
export async function beginWebEid(visit: Visit, purpose: Purpose): Promise<Result<WebEidBegun, Refusal>> {
  const { ground } = visit
  const { eid, signIn } = ground.identity
  if (!eid) return no(NOT_OFFERED)
  const may = await mayBegin(signIn, visitorOf(visit))
  if (!may.ok) return may
  const { nonce } = newWebEidChallenge()
  const body = { ...wordsOf(purpose), nonce }
  const seconds = signIn.rules().attemptSeconds
  const attempt = await beginAttempt(ground.database.queries, ground.box, { kind: 'webEid', body, seconds })
  return ok({ nonce, attempt })
}

/** `json`: what the extension answered. Refuses: SLU-METHOD, SLU-LOGIN, SLU-BUSY. */
export async function finishWebEid(visit: Visit, json: string): Promise<Result<Back, Refusal>> {
  const { ground, cookies } = visit
  const { eid } = ground.identity
  if (!eid) return no(NOT_OFFERED)
  const attempt = await ground.database.transaction((tx) =>
    takeAttempt(tx, ground.box, cookies.attempt ?? '', 'webEid'),
  )
  if (!attempt) return no(NO_ATTEMPT)
  const expected = { nonce: attempt.body.nonce ?? '', origin: ground.publicUrl }
  const verified = await verifyWebEid(parsed(json), expected, eid.rules())
  return verified.ok ? finishWith(visit, verified.value, purposeIn(attempt.body)) : verified
}

async function finishWith(visit: Visit, identity: VerifiedIdentity, purpose: Purpose): Promise<Result<Back, Refusal>> {
  const entered = await enterBy(visit, identity, purpose)
  return entered.ok ? ok({ ...entered.value, returnTo: purpose.returnTo }) : entered
}

/** Sealed by `handOver`, so sound. */
function identityIn({
  ssin,
  issuer = '',
  subject = '',
  assurance,
}: Readonly<Record<string, string>>): VerifiedIdentity {
  return { ssin: ssin as Ssin, issuer, subject, method: 'eid', assurance: Number(assurance) }
}

/** The other listener tells the key; who writes another one himself is told that nothing was finished. */
function refusedThere(key: string | null): Refusal | null {
  if (key === null) return null
  return Object.values(EID_REFUSAL).find(({ told }) => told?.key === key) ?? NO_CARD
}

const NO_CARD = refusal('SLU-LOGIN', 'No card was shown.', 'Insert the card, and sign in again.', { key: 'eidNoCard' })

/** Undefined for what is no JSON; the verification says what that means. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
