import { bitStringOctets, child, contextTag, oidText, smallInteger, TAG, timeOf } from './asn1-values.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import type { Extension } from './certificate.ts'
import { extensionMap } from './extension-values.ts'
import { type Revoked, reasonOf } from './revocation.ts'

/** One statement of a response; whether it is believed is for `ocsp.ts`. */
export type Statement = {
  readonly certificateId: Buffer
  readonly status: 'good' | 'revoked' | 'unknown'
  /** Null unless it is revoked. */
  readonly revoked: Revoked | null
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly extensions: ReadonlyMap<string, Extension>
}

export type OcspResponse = {
  readonly toBeSigned: Buffer
  /** A name, or the hash of a key. */
  readonly responder: { readonly name: Buffer } | { readonly keyHash: Buffer }
  readonly statements: readonly Statement[]
  readonly extensions: ReadonlyMap<string, Extension>
  readonly algorithm: Element
  readonly value: Buffer
  /** The certificates that come with it, as they are written. */
  readonly certificates: readonly Buffer[]
}

const BASIC = '1.3.6.1.5.5.7.48.1.1'
const ENUMERATED = 0x0a
const SUCCESSFUL = 0
const STATEMENTS_MAX = 50
const STATUS: ReadonlyMap<number, Statement['status']> = new Map([
  [contextTag(0, false), 'good'],
  [contextTag(1), 'revoked'],
  [contextTag(2, false), 'unknown'],
])

/** Reads a basic OCSP response (RFC 6960 §4.2.1) strictly. Throws `Malformed`, also for a responder that only excuses itself. */
export function readOcspResponse(bytes: Buffer): OcspResponse {
  const whole = readElement(bytes, 'DER')
  const status = child(whole, 0, ENUMERATED, 'the status of a response')
  if (status.contents.length !== 1 || status.contents[0] !== SUCCESSFUL) {
    throw new Malformed('syntax', 'the responder has no answer')
  }
  const envelope = child(child(whole, 1, contextTag(0), 'a response'), 0, TAG.sequence, 'a response')
  if (oidText(child(envelope, 0, TAG.oid, 'a kind of response')) !== BASIC) {
    throw new Malformed('syntax', 'an unknown kind of response')
  }
  return basicOf(readElement(child(envelope, 1, TAG.octetString, 'a response').contents, 'DER'))
}

function basicOf(basic: Element): OcspResponse {
  const signed = child(basic, 0, TAG.sequence, 'what is answered')
  const attached = basic.children[3]
  const list = attached && child(attached, 0, TAG.sequence, 'certificates')
  if (basic.tag !== TAG.sequence || basic.children.length > 4 || (attached && attached.tag !== contextTag(0))) {
    throw new Malformed('syntax', 'unknown fields in a response')
  }
  return {
    ...answersOf(signed),
    toBeSigned: signed.encoding,
    algorithm: child(basic, 1, TAG.sequence, 'the signature algorithm'),
    value: bitStringOctets(child(basic, 2, TAG.bitString, 'the signature value')),
    certificates: list?.children.map(({ encoding }) => encoding) ?? [],
  }
}

function answersOf(signed: Element): Pick<OcspResponse, 'responder' | 'statements' | 'extensions'> {
  const versioned = signed.children[0]?.tag === contextTag(0)
  const [responder, producedAt, list, last, ...more] = signed.children.slice(versioned ? 1 : 0)
  const version = versioned ? signed.children[0]?.children[0] : null
  const sound = more.length === 0 && (!last || last.tag === contextTag(1)) && (!version || smallInteger(version) === 0)
  if (!sound || !responder || !producedAt || list?.tag !== TAG.sequence || list.children.length > STATEMENTS_MAX) {
    throw new Malformed('syntax', 'unknown fields in a response')
  }
  timeOf(producedAt)
  return {
    responder: responderOf(responder),
    statements: list.children.map(statementOf),
    extensions: extensionMap(last?.children[0]),
  }
}

function responderOf(responder: Element): OcspResponse['responder'] {
  if (responder.tag === contextTag(1)) return { name: child(responder, 0, TAG.sequence, 'a name').encoding }
  if (responder.tag !== contextTag(2)) throw new Malformed('syntax', 'no responder is named')
  return { keyHash: child(responder, 0, TAG.octetString, 'the hash of a key').contents }
}

function statementOf(statement: Element): Statement {
  const [id, status, thisUpdate, ...rest] = statement.children
  const known = status && STATUS.get(status.tag)
  const next = rest[0]?.tag === contextTag(0) ? rest.shift()?.children[0] : undefined
  const last = rest[0]?.tag === contextTag(1) ? rest.shift() : undefined
  if (!id || !known || !thisUpdate || rest.length > 0) throw new Malformed('syntax', 'a statement is not readable')
  return {
    certificateId: id.encoding,
    status: known,
    revoked: known === 'revoked' ? revokedBy(status) : null,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: next ? timeOf(next) : null,
    extensions: extensionMap(last?.children[0]),
  }
}

function revokedBy({ children: [time, reason, ...more] }: Element): Revoked {
  if (!time || more.length > 0 || (reason && reason.tag !== contextTag(0))) {
    throw new Malformed('syntax', 'a revocation is not readable')
  }
  return { at: timeOf(time), reason: reasonOf(reason?.children[0]) }
}
