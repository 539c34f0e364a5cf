/** The steps of spec access.md §14, in its order; size and strict reading come before them. */
import { sha256 } from '../../../../base/hashes.ts'
import { no, ok, type Result } from '../../../../base/result.ts'
import type { SignedLogin } from '../../../../registry/signed-logins.ts'
import type { SignedRequest } from '../../../../registry/used-signatures.ts'
import type { Message } from '../read-message.ts'
import type { Element } from '../xml/element.ts'
import { oneForm } from './algorithms.ts'
import type { AuthFault } from './auth-fault.ts'
import { onlySecurity, readClaim } from './security-header.ts'
import { signedPartsFit } from './signed-parts.ts'
import { freshUntil } from './timestamp.ts'
import { verifiedParts } from './verified-parts.ts'

export type VerifyDeps = {
  readonly now: () => Date
  readonly useSignature: (request: SignedRequest) => Promise<'first' | 'usedBefore' | 'unknownCertificate'>
  readonly findLogin: (certificateSha256: SignedRequest['certificateSha256']) => Promise<SignedLogin | null>
  /** Of the certificate that the client has shown in TLS; null without one. */
  readonly shownSha256: SignedRequest['certificateSha256'] | null
}

/** A request that was proved: what was signed, and by whom. */
export type Verified = { readonly body: Element; readonly login: SignedLogin }

export type Unverified = {
  readonly fault: AuthFault
  /** Of the sender whose key it was, when the key was proved. */
  readonly clientId: string | null
}

/** Throws `Unavailable` when the database does not answer. */
export async function verify(
  message: Pick<Message, 'text' | 'frame' | 'envelope'>,
  { now, useSignature, findLogin, shownSha256 }: VerifyDeps,
): Promise<Result<Verified, Unverified>> {
  const { envelope } = message
  const security = onlySecurity(envelope)
  if (!security.ok) return refused(security.problem)

  const claim = readClaim(envelope, security.value)
  if (!claim.ok) return refused(claim.problem)

  const references = signedPartsFit(envelope, claim.value)
  if (!references.ok) return refused(references.problem)

  const parts = verifiedParts(message, claim.value)
  if (!parts.ok) return refused(parts.problem)

  const { token, timestamp, body, signature } = parts.value
  const expires = freshUntil(timestamp, now())
  if (!expires.ok) return refused(expires.problem)

  const certificateSha256 = sha256(token.der)
  const signatureSha256 = sha256(oneForm(signature, token.key))
  const use = await useSignature({ certificateSha256, signatureSha256, expiresAt: expires.value })
  if (use !== 'first') return refused(use)

  const login = await findLogin(certificateSha256)
  if (!login) return refused('unknownCertificate')
  if (login.barred !== null) return refused(login.barred, login.clientId)

  const shown = shownSha256 === null || shownSha256 === certificateSha256 ? login : await findLogin(shownSha256)
  const isOwn = shown?.sender === login.sender && shown.barred === null // rule 15.2
  return isOwn ? ok({ body, login }) : refused('tlsCertificate', login.clientId)
}

function refused(fault: AuthFault, clientId: string | null = null): Result<never, Unverified> {
  return no({ fault, clientId })
}
