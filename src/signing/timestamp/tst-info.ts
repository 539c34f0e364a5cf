import { type DigestAlgorithm, digestOf } from '../algorithms.ts'
import { child, contextTag, integerOctets, oidText, smallInteger, TAG, timeOf } from '../asn1-values.ts'
import { type Element, Malformed, readElement } from '../ber.ts'
import { extensionMap, hasForeignCritical } from '../extension-values.ts'

/** What a token says (RFC 3161 §2.4.2, TSTInfo). */
export type TstInfo = {
  /** Dotted. */
  readonly policy: string
  readonly imprint: { readonly algorithm: DigestAlgorithm; readonly digest: Buffer }
  /** Upper-case hexadecimal. */
  readonly serialText: string
  readonly at: Date
  /** Null when there is none. */
  readonly nonce: Buffer | null
}

const ACCURACY_TAGS: readonly number[] = [TAG.integer, contextTag(0, false), contextTag(1, false)]
const FALSE = 0

/** Reads a TSTInfo strictly. Throws `Malformed`. The name of the authority in it is a hint beside its certificate, and passed over. */
export function readTstInfo(bytes: Buffer): TstInfo {
  const info = readElement(bytes, 'DER')
  if (info.tag !== TAG.sequence || smallInteger(child(info, 0, TAG.integer, 'a version')) !== 1) {
    throw new Malformed('syntax', 'no time-stamp of version 1')
  }
  const serial = integerOctets(child(info, 3, TAG.integer, 'a serial number'))
  return {
    policy: oidText(child(info, 1, TAG.oid, 'a policy')),
    imprint: imprintOf(child(info, 2, TAG.sequence, 'an imprint')),
    serialText: serial.toString('hex').toUpperCase(),
    at: genTimeOf(child(info, 4, TAG.generalizedTime, 'a time')),
    nonce: nonceOf(info.children.slice(5)),
  }
}

function imprintOf(imprint: Element): TstInfo['imprint'] {
  const algorithm = digestOf(child(imprint, 0, TAG.sequence, 'a digest algorithm'))
  const { contents } = child(imprint, 1, TAG.octetString, 'a digest')
  if (typeof algorithm !== 'string' || imprint.children.length !== 2) {
    throw new Malformed('syntax', 'an imprint by an algorithm that is not admitted')
  }
  return { algorithm, digest: contents }
}

/** GeneralizedTime with a fraction of seconds that does not end in 0 (RFC 3161 §2.4.2); to the millisecond. */
function genTimeOf(element: Element): Date {
  const match = /^(\d{14})(?:\.(\d{0,8}[1-9]))?Z$/.exec(element.contents.toString('latin1'))
  if (!match) throw new Malformed('syntax', 'a time is not in the form that RFC 3161 asks for')
  const whole = timeOf({ ...element, contents: Buffer.from(`${match[1]}Z`) })
  return new Date(whole.getTime() + Math.floor(Number(`0.${match[2] ?? 0}`) * 1000))
}

/** Accuracy, ordering, nonce, the authority's name and extensions, in this order and each at most once. */
function nonceOf(rest: readonly Element[]): Buffer | null {
  const left = [...rest]
  const take = (tag: number): Element | undefined => (left[0]?.tag === tag ? left.shift() : undefined)
  const accuracy = take(TAG.sequence)
  const ordering = take(TAG.boolean)
  const nonce = take(TAG.integer)
  take(contextTag(0))
  const extensions = take(contextTag(1))
  const accurate = accuracy?.children.every(({ tag }) => ACCURACY_TAGS.includes(tag)) ?? true
  const ordered = !ordering || (ordering.contents.length === 1 && ordering.contents[0] !== FALSE)
  if (!accurate || !ordered || left.length > 0) throw new Malformed('syntax', 'unknown fields in a time-stamp')
  if (extensions && hasForeignCritical(extensionMap({ ...extensions, tag: TAG.sequence }))) {
    throw new Malformed('syntax', 'a critical extension that is not known')
  }
  return nonce ? integerOctets(nonce) : null
}
