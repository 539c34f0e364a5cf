/** Who sends a message, before more of it is read than its beginning. */
import type { KeyObject } from 'node:crypto'
import { sha256 } from '../../../base/hashes.ts'
import { ok } from '../../../base/result.ts'
import { findSignedLogin } from '../../../registry/signed-logins.ts'
import type { WebGround } from '../ground.ts'
import { closedTo, refused } from './admit.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import type { ContentType } from './mtom/content-type.ts'
import { messageBegun } from './mtom/read-package.ts'
import { isKeyFor } from './signature/algorithms.ts'
import type { AuthFault } from './signature/auth-fault.ts'
import { readSignature, type Shaped } from './signature/security-header.ts'
import { readToken } from './signature/signed-parts.ts'
import { isSigned } from './signature/verified-parts.ts'
import { childrenNamed, isNamed } from './xml/element.ts'
import { DSIG, WSSE } from './xml/namespaces.ts'
import { decodeXml, type FoundElement, firstElement } from './xml/parse-xml.ts'
import { readBase64 } from './xml/read-base64.ts'

/** In these first bytes of a larger request its Security has to stand: SOAP puts the header before the body. */
export const BEGINNING_BYTES = 64 * 1024

/**
 * rule 18.12: null when the rest may be read, for a certificate that may log in has signed what the message says of its parts. That does not
 * prove the parts: the steps behind it are the same for everybody.
 */
export async function admitBeginning(
  beginning: Buffer,
  type: ContentType,
  ground: WebGround,
  address: string,
): Promise<SoapFault | null> {
  const closed = await closedTo(address, ground)
  if (closed) return closed
  const found = securityIn(beginning, type)
  const fault = found ? await whyBarred(found, ground) : 'noSecurityAtBeginning'
  return fault === null ? null : await refused({ fault, clientId: null }, ground, address)
}

async function whyBarred({ element, frame }: FoundElement, { database }: WebGround): Promise<AuthFault | null> {
  const [token] = childrenNamed(element, WSSE, 'BinarySecurityToken')
  const [signature] = childrenNamed(element, DSIG, 'Signature')
  if (!token || !signature) return 'securityHeader'
  const [certificate, claim] = [readToken(token), readSignature(signature)]
  if (!certificate.ok) return certificate.problem
  const login = await findSignedLogin(database.queries, sha256(certificate.value.der))
  if (!login || login.barred) return login?.barred ?? 'unknownCertificate'
  return claim.ok ? whyUnsigned(frame, certificate.value.key, claim.value) : claim.problem
}

function whyUnsigned(frame: string, key: KeyObject, { algorithm, value }: Shaped): AuthFault | null {
  if (!isKeyFor(algorithm, key)) return 'algorithm'
  const signature = readBase64(value)
  return signature && isSigned({ frame, key, signature }) ? null : 'badSignature'
}

function securityIn(beginning: Buffer, type: ContentType): FoundElement | null {
  const message = type.type === 'multipart/related' ? messageBegun(beginning, type) : beginning
  const text = message ? decodeXml(message, { isCut: true }) : ok('')
  return text.ok ? firstElement(text.value, (found) => isNamed(found, WSSE, 'Security')) : null
}
