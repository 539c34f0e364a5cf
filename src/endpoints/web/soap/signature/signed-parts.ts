import { type KeyObject, X509Certificate } from 'node:crypto'
import { no, ok, type Result } from '../../../../base/result.ts'
import type { Envelope } from '../envelope.ts'
import { attributeOf, type Element, everyElement } from '../xml/element.ts'
import { BASE64_TOKEN, WSU, X509_TOKEN } from '../xml/namespaces.ts'
import { readBase64 } from '../xml/read-base64.ts'
import type { AuthFault } from './auth-fault.ts'
import type { SignatureClaim } from './security-header.ts'

const CERTIFICATE_BYTES_MAX = 64 * 1024
const DER_SEQUENCE = 0x30

/**
 * rule 18.5: the three references are the certificate, the timestamp and the body, each by its `wsu:Id`, at the place where it belongs,
 * and no id stands twice in the whole message, however its attribute is called.
 */
export function signedPartsFit({ root, body }: Envelope, claim: SignatureClaim): Result<void, AuthFault> {
  const ids = [...everyElement(root)].flatMap(({ attributes }) =>
    attributes.filter(({ local }) => local.toLowerCase() === 'id').map(({ value }) => value),
  )
  if (new Set(ids).size !== ids.length) return no('ids')
  const parts = [claim.token, claim.timestamp, body].map((element) => attributeOf(element, WSU, 'Id'))
  const isEachSigned = parts.every((id) => id !== null && claim.signedIds.includes(id))
  return isEachSigned && new Set(parts).size === 3 && claim.keyId === parts[0] ? ok(undefined) : no('references')
}

export type Token = { readonly der: Buffer; readonly key: KeyObject }

/** The certificate of a token, X.509 v3 in base64, and its key; which one it is does not prove anything yet. */
export function readToken(token: Element): Result<Token, AuthFault> {
  const encoding = attributeOf(token, '', 'EncodingType')
  if (attributeOf(token, '', 'ValueType') !== X509_TOKEN || (encoding !== null && encoding !== BASE64_TOKEN))
    return no('token')
  const der = token.children.length === 0 ? readBase64(token.text) : null
  if (!der || der.length > CERTIFICATE_BYTES_MAX || der[0] !== DER_SEQUENCE) return no('token')
  try {
    const certificate = new X509Certificate(der)
    const key = certificate.publicKey // which throws for a key that it cannot read
    return certificate.raw.equals(der) ? ok({ der, key }) : no('token')
  } catch {
    return no('token') // whatever the reader of certificates dislikes about a stranger's bytes
  }
}
