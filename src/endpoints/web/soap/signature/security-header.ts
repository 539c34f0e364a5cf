/** The one Security header, and a Signature in it that has the one shape that is taken (rules 18.3 to 18.5). */
import { no, ok, type Result } from '../../../../base/result.ts'
import { type Envelope, isForUs } from '../envelope.ts'
import { attributeOf, childrenNamed, type Element, everyElement, hasElementsOnly, isNamed } from '../xml/element.ts'
import { DSIG, EXC_C14N, TYPES, WSSE, WSU } from '../xml/namespaces.ts'
import { DIGESTS, ECDSA_SHA256, RSA_SHA256 } from './algorithms.ts'
import type { AuthFault } from './auth-fault.ts'

/** What the message says of its signature; none of it is proved yet. */
export type SignatureClaim = {
  readonly signature: Element
  readonly token: Element
  readonly timestamp: Element
  readonly algorithm: string
  /** Base64, as written. */
  readonly value: string
  /** The ids that are signed, in the order of the references, and the one of the key. */
  readonly signedIds: readonly string[]
  readonly keyId: string
}

const PREFIX_LIST = /^[A-Za-z_][\w.-]*(?: [A-Za-z_][\w.-]*){0,15}$/
const LOCAL_URI = /^#([A-Za-z_][\w.-]{0,127})$/

/** rule 18.3: exactly one Security in the whole message, in the header, for us; in it one certificate, one timestamp, one signature. */
export function onlySecurity({ root, header }: Envelope): Result<Element, AuthFault> {
  const all = [...everyElement(root)].filter(({ local }) => local === 'Security')
  const [security] = all
  const isOnly = all.length === 1 && security?.parent === header && security?.namespace === WSSE && isForUs(security)
  if (!security || !isOnly) return no('securityHeader')
  return [...everyElement(security)].some(({ comments }) => comments > 0) ? no('securityHeader') : ok(security)
}

/** rule 18.4: every element, attribute and algorithm of the Signature is one of those that the profile needs. */
export function readClaim(envelope: Envelope, security: Element): Result<SignatureClaim, AuthFault> {
  const [token, ...tokens] = childrenNamed(security, WSSE, 'BinarySecurityToken')
  const [timestamp, ...timestamps] = childrenNamed(security, WSU, 'Timestamp')
  const [signature, ...signatures] = childrenNamed(security, DSIG, 'Signature')
  const extra = tokens.length + timestamps.length + signatures.length
  if (!token || !timestamp || !signature || extra > 0 || security.children.length !== 3) return no('securityHeader')
  if (!hasElementsOnly(security) || !isOnlySignature(envelope.root)) return no('securityHeader')
  const shaped = readSignature(signature)
  return shaped.ok ? ok({ signature, token, timestamp, ...shaped.value }) : shaped
}

export type Shaped = Pick<SignatureClaim, 'algorithm' | 'value' | 'signedIds' | 'keyId'>

/** Where its signed parts are, nobody has looked yet. */
export function readSignature(signature: Element): Result<Shaped, AuthFault> {
  if (!isShaped(signature, 'Signature', ['Id'], ['SignedInfo', 'SignatureValue', 'KeyInfo']))
    return no('signatureShape')
  const [signedInfo, value, keyInfo] = signature.children as [Element, Element, Element]
  const inside = ['CanonicalizationMethod', 'SignatureMethod', 'Reference', 'Reference', 'Reference']
  if (!isShaped(signedInfo, 'SignedInfo', ['Id'], inside)) return no('references')
  const [canonicalization, method, ...references] = signedInfo.children as [Element, Element, ...Element[]]
  if (
    !isExclusive(canonicalization, 'CanonicalizationMethod') ||
    !isShaped(method, 'SignatureMethod', ['Algorithm'], [])
  )
    return no('algorithm')
  const algorithm = attributeOf(method, '', 'Algorithm') ?? ''
  if (algorithm !== RSA_SHA256 && algorithm !== ECDSA_SHA256) return no('algorithm')
  if (!isShaped(value, 'SignatureValue', ['Id'], [])) return no('signatureShape')
  const keyId = keyIdOf(keyInfo)
  const signed = signedIdsOf(references)
  if (!signed.ok) return signed
  return keyId === null ? no('token') : ok({ algorithm, value: value.text, signedIds: signed.value, keyId })
}

function signedIdsOf(references: readonly Element[]): Result<string[], AuthFault> {
  const ids: string[] = []
  for (const reference of references) {
    if (!isShaped(reference, 'Reference', ['URI'], ['Transforms', 'DigestMethod', 'DigestValue']))
      return no('references')
    const [transforms, digest, value] = reference.children as [Element, Element, Element]
    const [transform] = transforms.children
    if (!transform || !isShaped(transforms, 'Transforms', [], ['Transform'])) return no('algorithm')
    if (!isExclusive(transform, 'Transform') || !isShaped(digest, 'DigestMethod', ['Algorithm'], []))
      return no('algorithm')
    if (!DIGESTS.has(attributeOf(digest, '', 'Algorithm') ?? '')) return no('algorithm')
    const id = idIn(attributeOf(reference, '', 'URI'))
    if (id === null || !isShaped(value, 'DigestValue', [], [])) return no('references')
    ids.push(id)
  }
  return ok(ids)
}

/** The key is the certificate of this very message: a direct reference to it, and no other kind of key information. */
function keyIdOf(keyInfo: Element): string | null {
  const [token, ...others] = keyInfo.children
  const [reference, ...more] = token?.children ?? []
  if (!token || !reference || others.length + more.length > 0 || !hasElementsOnly(keyInfo)) return null
  if (!isNamed(token, WSSE, 'SecurityTokenReference') || !isNamed(reference, WSSE, 'Reference')) return null
  return idIn(attributeOf(reference, '', 'URI'))
}

/** Prefixes that are kept in scope change no name, and so no meaning: several toolkits list some. */
function isExclusive(element: Element, local: string): boolean {
  const [list, ...others] = element.children
  if (!isShaped(element, local, ['Algorithm'], null) || others.length > 0) return false
  if (attributeOf(element, '', 'Algorithm') !== EXC_C14N) return false
  if (!list) return true
  const prefixes = attributeOf(list, '', 'PrefixList') ?? ''
  return isNamed(list, EXC_C14N, 'InclusiveNamespaces') && list.attributes.length === 1 && PREFIX_LIST.test(prefixes)
}

/** `attributes`: those that may stand there. `children`: all of them, in their order; null where the caller looks himself. */
function isShaped(
  element: Element,
  local: string,
  attributes: readonly string[],
  children: readonly string[] | null,
): boolean {
  if (!isNamed(element, DSIG, local)) return false
  if (!element.attributes.every((found) => found.namespace === '' && attributes.includes(found.local))) return false
  if (children === null) return hasElementsOnly(element)
  const isSame = element.children.length === children.length
  const fit = element.children.every((child, at) => isNamed(child, DSIG, children[at] ?? ''))
  return isSame && fit && (children.length === 0 || hasElementsOnly(element))
}

function isOnlySignature(root: Element): boolean {
  const of = (name: string) =>
    [...everyElement(root)].filter(({ local, namespace }) => local === name && namespace !== TYPES)
  return of('Signature').length === 1 && of('SignedInfo').length === 1
}

function idIn(uri: string | null): string | null {
  return LOCAL_URI.exec(uri ?? '')?.[1] ?? null
}
