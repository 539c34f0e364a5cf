/** Who seems to send a message, before more of it is read than its beginning. */
import { sha256 } from '../../../base/hashes.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import { findSignedLogin } from '../../../registry/signed-logins.ts'
import type { WebGround } from '../ground.ts'
import { closedTo, refused } from './admit.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import type { ContentType } from './mtom/content-type.ts'
import { messageBegun } from './mtom/read-package.ts'
import type { AuthFault } from './signature/auth-fault.ts'
import { readToken, type Token } from './signature/signed-parts.ts'
import { isNamed } from './xml/element.ts'
import { WSSE } from './xml/namespaces.ts'
import { decodeXml, firstElement } from './xml/parse-xml.ts'

/** In these first bytes of a larger request its certificate has to stand: SOAP puts the header before the body. */
export const BEGINNING_BYTES = 64 * 1024

/**
 * rule 18.12: null when the rest may be read, for the message names a certificate that may log in. That proves nothing, for certificates are
 * no secret: the steps behind it are the same for everybody.
 */
export async function admitBeginning(
  beginning: Buffer,
  type: ContentType,
  ground: WebGround,
  address: string,
): Promise<SoapFault | null> {
  const closed = await closedTo(address, ground)
  if (closed) return closed
  const token = tokenIn(beginning, type)
  const fault = token.ok ? await whyBarred(token.value, ground) : token.problem
  return fault === null ? null : await refused({ fault, clientId: null }, ground, address)
}

async function whyBarred({ der }: Token, { database }: WebGround): Promise<AuthFault | null> {
  const login = await findSignedLogin(database.queries, sha256(der))
  return login ? login.barred : 'unknownCertificate'
}

function tokenIn(beginning: Buffer, type: ContentType): Result<Token, AuthFault> {
  const message = type.type === 'multipart/related' ? messageBegun(beginning, type) : beginning
  const text = message ? decodeXml(message, { isCut: true }) : ok('')
  const token = text.ok ? firstElement(text.value, (found) => isNamed(found, WSSE, 'BinarySecurityToken')) : null
  return token ? readToken(token) : no('noTokenAtBeginning')
}
