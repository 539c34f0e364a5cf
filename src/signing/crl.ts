/**
 * The full revocation list of an issuer (RFC 5280 §5); lists for parts or of others are refused (decision 20). A list of changes can
 * condemn, but not clear (rule 4.5).
 */
import { no, ok, type Result } from '../base/result.ts'
import { schemeOf } from './algorithms.ts'
import { bitStringOctets, contextTag, smallInteger, TAG, timeOf } from './asn1-values.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import type { Certificate } from './certificate.ts'
import { extensionMap, hasForeignCritical } from './extension-values.ts'
import { keyUsageBits } from './issuers.ts'
import { readPublicKey } from './public-key.ts'
import { freshUntil, type Revoked, reasonOf, type Standing } from './revocation.ts'
import { type Place, placeAt, type Shallow, shallowElements } from './shallow.ts'
import { valueSigns } from './signature-value.ts'

const CRL_SIGN = 0x02
const REASON = '2.5.29.21'
const VERSION_2 = 1
const DELTA_INDICATOR = '2.5.29.27'
const DISTRIBUTION_POINT = '2.5.29.28'
/** BOOLEAN TRUE: without these octets no extension of an entry can be critical. */
const TRUE = Buffer.from([0x01, 0x01, 0xff])

type List = {
  readonly version: number
  readonly algorithm: Element
  readonly issuer: Buffer
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly entries: Buffer
  readonly extensions: Element | undefined
}

/**
 * What the list says of `certificate`, which `issuer` has signed. The problem, for the log, tells why it says nothing: not readable, of
 * another issuer, not signed by it, stale, or partial.
 */
export function standingByList(
  list: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  now: Date,
): Result<Standing, string> {
  try {
    return read(Buffer.from(list.buffer, list.byteOffset, list.byteLength), certificate, issuer, now)
  } catch (error) {
    if (error instanceof Malformed) return no(error.message)
    throw error
  }
}

function read(bytes: Buffer, certificate: Certificate, issuer: Certificate, now: Date): Result<Standing, string> {
  const [whole, ...after] = shallowElements(bytes)
  if (whole?.tag !== TAG.sequence || after.length > 0) return no('not a revocation list')
  const [signed, algorithm, value, ...more] = shallowElements(whole.contents)
  if (signed?.tag !== TAG.sequence || !algorithm || !value || more.length > 0) return no('not a revocation list')
  const fields = fieldsOf([...shallowElements(signed.contents)])
  if (!fields.issuer.equals(issuer.subject) || !issuer.subject.equals(certificate.issuer)) return no('another issuer')
  if (!fields.algorithm.encoding.equals(algorithm.encoding)) return no('two different signature algorithms')
  if (!isSignedByIssuer(signed.encoding, fields.algorithm, tree(value), issuer)) return no('not signed by the issuer')
  const until = freshUntil(fields.thisUpdate, fields.nextUpdate, now)
  if (!fields.nextUpdate || !until) return no('stale')
  const extensions = extensionMap(fields.extensions)
  if (extensions.has(DISTRIBUTION_POINT)) return no('a partial list')
  if (hasForeignCritical(extensions, [DELTA_INDICATOR])) return no('a critical extension that is not known here')
  const revoked = entryOf(fields.entries, certificate.serial)
  if (extensions.has(DELTA_INDICATOR) && !revoked) return no('a partial list')
  return ok({ revoked, statedAt: fields.thisUpdate, freshUntil: until })
}

function fieldsOf(fields: Shallow[]): List {
  const version = fields[0]?.tag === TAG.integer ? smallInteger(tree(fields.shift())) : 0
  const [algorithm, issuer, thisUpdate] = [tree(fields.shift()), tree(fields.shift()), timeOf(tree(fields.shift()))]
  const nextUpdate = isTime(fields[0]) ? timeOf(tree(fields.shift())) : null
  const entries = fields[0]?.tag === TAG.sequence ? (fields.shift()?.contents ?? Buffer.alloc(0)) : Buffer.alloc(0)
  const last = fields[0]?.tag === contextTag(0) ? tree(fields.shift()) : undefined
  const sound = fields.length === 0 && (version === 0 || version === VERSION_2) && (!last || version === VERSION_2)
  if (!sound || (last && last.children.length !== 1)) throw new Malformed('syntax', 'unknown fields in a list')
  return {
    ...{ version: version ?? 0, algorithm, issuer: issuer.encoding, thisUpdate, nextUpdate, entries },
    extensions: last?.children[0],
  }
}

function isTime(field: Shallow | undefined): boolean {
  return field?.tag === TAG.utcTime || field?.tag === TAG.generalizedTime
}

function tree(field: Shallow | undefined): Element {
  if (!field) throw new Malformed('syntax', 'a field of a list is missing')
  return readElement(field.encoding, 'DER')
}

function isSignedByIssuer(signed: Buffer, algorithm: Element, value: Element, issuer: Certificate): boolean {
  const scheme = schemeOf(algorithm, null)
  const key = readPublicKey(issuer.spki)
  const maySign = ((keyUsageBits(issuer) ?? 0) & CRL_SIGN) !== 0
  return (
    maySign &&
    key.ok &&
    'kind' in scheme &&
    valueSigns({ scheme, key: key.value, value: bitStringOctets(value) }, signed)
  )
}

/**
 * An entry with a critical extension (of another issuer, or unknown) makes the whole list unusable: it is thrown as `Malformed`. A list may have
 * a million entries, so that they are passed by their places alone, and only what counts is looked into.
 */
function entryOf(entries: Buffer, serial: Buffer): Revoked | null {
  let found: Revoked | null = null
  let critical = placeOf(TRUE, entries, 0)
  for (let at = 0; at < entries.length; ) {
    const { start, end } = placeAt(entries, at)
    if (entries[at] !== TAG.sequence || start === end) throw new Malformed('syntax', 'no entry of a list')
    const number = placeAt(entries, start)
    if (entries[start] !== TAG.integer || number.end > end || !isShortest(entries, number)) {
      throw new Malformed('syntax', 'no entry of a list')
    }
    if (critical < start) critical = placeOf(TRUE, entries, start)
    if (critical + TRUE.length <= end) refuseCritical(entries.subarray(at, end))
    if (isSame(entries, number, serial)) found = revokedBy(readElement(entries.subarray(at, end), 'DER'))
    at = end
  }
  return found
}

/** Behind everything when it is nowhere. */
function placeOf(what: Buffer, bytes: Buffer, from: number): number {
  const place = bytes.indexOf(what, from)
  return place < 0 ? Number.POSITIVE_INFINITY : place
}

function isShortest(bytes: Buffer, { start, end }: Place): boolean {
  const [first, second] = [bytes[start] ?? 0, bytes[start + 1] ?? 0]
  if (end - start < 2) return end > start
  return !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
}

function isSame(bytes: Buffer, { start, end }: Place, serial: Buffer): boolean {
  return (
    end - start === serial.length &&
    bytes[end - 1] === serial[serial.length - 1] &&
    bytes.compare(serial, 0, serial.length, start, end) === 0
  )
}

function revokedBy({ children: [, date, list] }: Element): Revoked {
  if (!date) throw new Malformed('syntax', 'no entry of a list')
  const reason = extensionMap(list).get(REASON)
  return { at: timeOf(date), reason: reasonOf(reason && readElement(reason.octets, 'DER')) }
}

function refuseCritical(entry: Buffer): void {
  const [, , list] = readElement(entry, 'DER').children
  if (hasForeignCritical(extensionMap(list))) throw new Malformed('syntax', 'an entry with a critical extension')
}
