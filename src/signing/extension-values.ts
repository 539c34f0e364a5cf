/** What the extensions of a certificate say that more than one judge of certificates asks for (RFC 5280 §4.2). */
import { child, contextTag, oidText, TAG } from './asn1-values.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import type { Certificate, Extension } from './certificate.ts'

export const EXTENSION = {
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  distributionPoints: '2.5.29.31',
  authorityAccess: '1.3.6.1.5.5.7.1.1',
} as const

export const PURPOSE = {
  any: '2.5.29.37.0',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const

const OCSP = '1.3.6.1.5.5.7.48.1'
const PURPOSES_MAX = 20
const PLACES_MAX = 3
const ADDRESS_TAG = contextTag(6, false)

/** The extended key usages; null when the extension is absent. Throws `Malformed`. */
export function purposesOf({ extensions }: Certificate): readonly string[] | null {
  const usage = extensions.get(EXTENSION.extendedKeyUsage)
  if (!usage) return null
  const { tag, children } = readElement(usage.octets, 'DER')
  if (tag !== TAG.sequence || children.length === 0 || children.length > PURPOSES_MAX) {
    throw new Malformed('syntax', 'the extended key usage is not readable')
  }
  return children.map(oidText)
}

/** True when an extension is critical whose meaning is not among those that `understood` names. */
export function hasForeignCritical(
  extensions: ReadonlyMap<string, Extension>,
  understood: readonly string[] = [],
): boolean {
  return [...extensions].some(([name, { critical }]) => critical && !understood.includes(name))
}

/** Where the issuer's OCSP responders are: at most three addresses, in the certificate's order. Throws `Malformed`. */
export function ocspPlaces({ extensions }: Certificate): readonly string[] {
  const access = listOf(extensions.get(EXTENSION.authorityAccess))
  const found = access.flatMap(({ children: [method, place] }) =>
    method && oidText(method) === OCSP && place?.tag === ADDRESS_TAG ? [place.contents.toString('latin1')] : [],
  )
  return found.slice(0, PLACES_MAX)
}

/** Where full lists of the issuer itself are; points for some reasons only, or of another issuer, are passed over. Throws `Malformed`. */
export function listPlaces({ extensions }: Certificate): readonly string[] {
  const points = listOf(extensions.get(EXTENSION.distributionPoints))
  const found = points.flatMap(({ children }) => {
    const [point] = children
    if (children.length !== 1 || point?.tag !== contextTag(0)) return []
    const [names] = point.children
    return names?.tag === contextTag(0) ? names.children.filter(({ tag }) => tag === ADDRESS_TAG) : []
  })
  return found.map(({ contents }) => contents.toString('latin1')).slice(0, PLACES_MAX)
}

function listOf(extension: Extension | undefined): readonly Element[] {
  if (!extension) return []
  const { tag, children } = readElement(extension.octets, 'DER')
  const sound = tag === TAG.sequence && children.every((member) => member.tag === TAG.sequence)
  if (!sound) throw new Malformed('syntax', 'a list of places is not readable')
  return children
}

/** A list of extensions as OCSP responses and revocation lists carry it. Throws `Malformed`, also when one is there twice. */
export function extensionMap(list: Element | undefined): ReadonlyMap<string, Extension> {
  if (!list) return new Map()
  if (list.tag !== TAG.sequence) throw new Malformed('syntax', 'a list of extensions is missing')
  const read = list.children.map((field): readonly [string, Extension] => {
    const flag = field.children[1]?.tag === TAG.boolean ? field.children[1].contents : null
    const value = child(field, flag ? 2 : 1, TAG.octetString, 'the value of an extension')
    return [oidText(child(field, 0, TAG.oid, 'an extension')), { critical: flag?.[0] === 0xff, octets: value.contents }]
  })
  const map = new Map(read)
  if (map.size !== read.length) throw new Malformed('syntax', 'the same extension twice')
  return map
}
