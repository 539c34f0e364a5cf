/**
 * The signature itself. `xml-crypto`'s only home: its tables of algorithms are replaced by ours, the key is ours to give, and what comes
 * out are the canonical bytes that were signed. Whatever is read of a message later is read from those and from nothing else.
 */
import { createHash, type KeyObject, verify } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto'
import { no, ok, type Result } from '../../../../base/result.ts'
import type { Message } from '../read-message.ts'
import { type Element, isNamed } from '../xml/element.ts'
import { DSIG, EXC_C14N, SOAP, WSSE, WSU } from '../xml/namespaces.ts'
import { parseXml } from '../xml/parse-xml.ts'
import { readBase64 } from '../xml/read-base64.ts'
import { DIGESTS, type Digest, ECDSA_SHA256, isKeyFor, RSA_SHA256 } from './algorithms.ts'
import type { AuthFault } from './auth-fault.ts'
import type { SignatureClaim } from './security-header.ts'
import { readToken, type Token } from './signed-parts.ts'

type Signed = Pick<Message, 'text' | 'frame'>

export type VerifiedParts = {
  /** What the token holds, now known to be signed as well. */
  readonly token: Token
  readonly timestamp: Element
  readonly body: Element
  /** The signature's value. */
  readonly signature: Buffer
}

/** rule 18.6. The key is the one of its own token; whether anybody knows it is asked later. */
export function verifiedParts(message: Signed, claim: SignatureClaim): Result<VerifiedParts, AuthFault> {
  const token = readToken(claim.token)
  if (!token.ok) return token
  const { key } = token.value
  if (!isKeyFor(claim.algorithm, key)) return no('algorithm')
  const signature = readBase64(claim.value)
  if (!signature) return no('signatureShape')
  if (!isSigned({ frame: message.frame, key, signature })) return no('badSignature')
  const signed = signedTexts(message, key)
  return signed ? readParts(signed, token.value, signature) : no('badSignature')
}

type Claimed = { readonly frame: string; readonly key: KeyObject; readonly signature: Buffer }

/**
 * Whether the key has signed what the Signature in the frame says of its references. They are not looked at, however large they are: who
 * shows the certificate of somebody else has no key to it, and gets no more work out of us than this.
 */
export function isSigned({ frame, key, signature }: Claimed): boolean {
  return (
    unlessUnreadable(() => {
      const dom = domOf(frame)
      // biome-ignore lint/complexity/useLiteralKeys: private, and the very text of which the library checks the signature
      return isSignatureOf(loaded(dom, key)['getCanonSignedInfoXml'](dom as never), signature, key)
    }) ?? false
  )
}

/** The canonical text of each reference, or null when any digest or the signature does not fit. */
function signedTexts({ text, frame }: Signed, key: KeyObject): readonly string[] | null {
  return unlessUnreadable(() => {
    const check = loaded(domOf(frame), key)
    return check.checkSignature(text) ? check.getSignedReferences() : null
  })
}

function loaded(frame: ReturnType<typeof domOf>, key: KeyObject): SignedXml {
  const check = new SignedXml({
    getCertFromKeyInfo: () => null,
    publicCert: key.export({ type: 'spki', format: 'pem' }),
  })
  check.CanonicalizationAlgorithms = { [EXC_C14N]: ExclusiveCanonicalization }
  check.HashAlgorithms = Object.fromEntries([...DIGESTS].map(([name, digest]) => [name, digestOf(name, digest)]))
  check.SignatureAlgorithms = {
    [RSA_SHA256]: verifierOf(RSA_SHA256, key),
    [ECDSA_SHA256]: verifierOf(ECDSA_SHA256, key),
  }
  check.loadSignature(frame.getElementsByTagNameNS(DSIG, 'Signature').item(0) as never)
  return check
}

/** The library throws for a signature that is wrong as for one that it cannot read. */
function unlessUnreadable<Value>(work: () => Value): Value | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

function readParts(signed: readonly string[], claimed: Token, signature: Buffer): Result<VerifiedParts, AuthFault> {
  const parts = signed.flatMap((text) => {
    const parsed = parseXml(text)
    return parsed.ok ? [parsed.value.root] : []
  })
  const only = (namespace: string, local: string) => {
    const [found, ...others] = parts.filter((part) => isNamed(part, namespace, local))
    return others.length === 0 ? found : undefined
  }
  const token = only(WSSE, 'BinarySecurityToken')
  const timestamp = only(WSU, 'Timestamp')
  const body = only(SOAP, 'Body')
  if (!token || !timestamp || !body || parts.length !== 3) return no('verifiedParts')
  const same = readToken(token)
  return same.ok && same.value.der.equals(claimed.der)
    ? ok({ token: claimed, timestamp, body, signature })
    : no('verifiedParts')
}

/** What the strict reader has let pass gives this one nothing to complain about; if it does, the message is not taken. */
function domOf(text: string) {
  const fail = (message: string) => {
    throw new TypeError(`the readers of XML disagree: ${message}`)
  }
  return new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } }).parseFromString(
    text,
    'text/xml',
  )
}

function digestOf(name: string, digest: Digest) {
  return class {
    getAlgorithmName = () => name
    getHash = (xml: string) => createHash(digest).update(xml, 'utf8').digest('base64')
  }
}

function verifierOf(name: string, key: KeyObject) {
  return class {
    getAlgorithmName = () => name
    getSignature = (): never => {
      throw new TypeError('nothing is signed here')
    }
    verifySignature = (material: string, _: unknown, value: string): boolean =>
      isSignatureOf(material, Buffer.from(value, 'base64'), key)
  }
}

function isSignatureOf(material: string, signature: Buffer, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(material, 'utf8'), { key, dsaEncoding: 'ieee-p1363' }, signature)
}
