/** Requests as a client signs them, written so that each signed element is canonical as it stands, and no canonicalizer is needed. */
import { createHash, createHmac, type KeyObject, sign } from 'node:crypto'
import {
  BASE64_TOKEN,
  DSIG,
  EXC_C14N,
  MESSAGES,
  SOAP,
  TYPES,
  WSSE,
  WSU,
  X509_TOKEN,
} from '../../../../src/endpoints/web/soap/xml/namespaces.ts'

export type Signer = { readonly key: KeyObject; readonly certificatePem: string }

/** What may be other than usual. `signedBody` is what the signature covers when the body that is sent is another one. */
export type Wish = {
  readonly created?: Date
  readonly expires?: Date
  readonly timestamp?: string
  readonly token?: string
  readonly algorithm?: string
  readonly digestAlgorithm?: string
  readonly hash?: string
  readonly references?: readonly (readonly [uri: string, text: string])[]
  readonly transforms?: string
  readonly canonicalization?: string
  readonly keyUri?: string
  readonly keyInfo?: string
  readonly value?: (signedInfo: string) => string
  readonly signedInfo?: (signedInfo: string) => string
  /** Between the children of Security. */
  readonly security?: (children: string) => string
  readonly header?: (security: string) => string
  readonly envelope?: (parts: { header: string; body: string }) => string
}

export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const EXCLUSIVE = `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform>`

/** `content` is the request's element, canonical in itself. */
export function bodyOf(content: string, id = 'body'): string {
  return `<soap:Body xmlns:soap="${SOAP}" xmlns:wsu="${WSU}" wsu:Id="${id}">${content}</soap:Body>`
}

export function requestOf(name: string, fields: Readonly<Record<string, string>> = {}): string {
  const children = Object.entries(fields).map(([field, text]) => `<t:${field} xmlns:t="${TYPES}">${text}</t:${field}>`)
  return `<m:${name} xmlns:m="${MESSAGES}">${children.join('')}</m:${name}>`
}

export function tokenOf({ certificatePem }: Pick<Signer, 'certificatePem'>, id = 'token'): string {
  const base64 = certificatePem.replaceAll(/-----[A-Z ]+-----|\s/g, '')
  return `<wsse:BinarySecurityToken xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" EncodingType="${BASE64_TOKEN}" ValueType="${X509_TOKEN}" wsu:Id="${id}">${base64}</wsse:BinarySecurityToken>`
}

export function timestampOf(created: Date, expires: Date, id = 'timestamp'): string {
  return `<wsu:Timestamp xmlns:wsu="${WSU}" wsu:Id="${id}"><wsu:Created>${created.toISOString()}</wsu:Created><wsu:Expires>${expires.toISOString()}</wsu:Expires></wsu:Timestamp>`
}

export function envelopeOf(header: string, body: string): string {
  return `<soap:Envelope xmlns:soap="${SOAP}"><soap:Header>${header}</soap:Header>${body}</soap:Envelope>`
}

export function securityOf(children: string, attributes = ''): string {
  return `<wsse:Security xmlns:wsse="${WSSE}"${attributes}>${children}</wsse:Security>`
}

/** A whole message. */
export function signed(signer: Signer, body: string, wish: Wish = {}): string {
  const { created = new Date(), expires = new Date(created.getTime() + 240_000) } = wish
  const token = wish.token ?? tokenOf(signer)
  const timestamp = wish.timestamp ?? timestampOf(created, expires)
  const signature = signatureOf(signer, { token, timestamp, body }, wish)
  const security = securityOf((wish.security ?? same)(`${token}${timestamp}${signature}`))
  const header = (wish.header ?? same)(security)
  return wish.envelope ? wish.envelope({ header, body }) : envelopeOf(header, body)
}

export function signatureOf(
  { key }: Signer,
  { token, timestamp, body }: { readonly token: string; readonly timestamp: string; readonly body: string },
  wish: Wish = {},
): string {
  const { digestAlgorithm = SHA256, hash = 'sha256', transforms = EXCLUSIVE } = wish
  const algorithm = wish.algorithm ?? (key.asymmetricKeyType === 'ec' ? ECDSA_SHA256 : RSA_SHA256)
  const references = (
    wish.references ?? [
      ['#token', token],
      ['#timestamp', timestamp],
      ['#body', body],
    ]
  ).map(
    ([uri, text]) =>
      `<ds:Reference URI="${uri}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${digestAlgorithm}"></ds:DigestMethod><ds:DigestValue>${createHash(hash).update(text).digest('base64')}</ds:DigestValue></ds:Reference>`,
  )
  const canonicalization =
    wish.canonicalization ?? `<ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod>`
  const signedInfo = `<ds:SignedInfo xmlns:ds="${DSIG}">${canonicalization}<ds:SignatureMethod Algorithm="${algorithm}"></ds:SignatureMethod>${references.join('')}</ds:SignedInfo>`
  const value = (wish.value ?? ((text) => signatureValue(text, key)))(signedInfo)
  const keyInfo =
    wish.keyInfo ??
    `<wsse:SecurityTokenReference xmlns:wsse="${WSSE}"><wsse:Reference URI="${wish.keyUri ?? '#token'}" ValueType="${X509_TOKEN}"/></wsse:SecurityTokenReference>`
  return `<ds:Signature xmlns:ds="${DSIG}">${(wish.signedInfo ?? same)(signedInfo)}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo>${keyInfo}</ds:KeyInfo></ds:Signature>`
}

export function signatureValue(signedInfo: string, key: KeyObject, hash = 'sha256'): string {
  return sign(hash, Buffer.from(signedInfo), { key, dsaEncoding: 'ieee-p1363' }).toString('base64')
}

/** As of somebody who takes a public key for a secret that both sides share. */
export function hmacOf(signedInfo: string, secret: string): string {
  return createHmac('sha256', secret).update(signedInfo).digest('base64')
}

function same(text: string): string {
  return text
}
