import { child, contextTag, oidText, TAG } from '../asn1-values.ts'
import { type Element, Malformed } from '../ber.ts'
import { STAMP_NAME } from './stamp-names.ts'

/** rule 29.4: the token in the unsigned attributes of an answer of ours; there is nothing else in them. Throws `Malformed`. */
export function tokenOfAttributes(unsigned: Element): Buffer {
  const attribute = child(unsigned, 0, TAG.sequence, 'a time-stamp')
  const values = child(attribute, 1, TAG.set, 'a time-stamp')
  const isStamp = oidText(child(attribute, 0, TAG.oid, 'an attribute')) === STAMP_NAME.signatureTimeStamp
  const isAlone = unsigned.children.length === 1 && attribute.children.length === 2 && values.children.length === 1
  if (unsigned.tag !== contextTag(1) || !isStamp || !isAlone) {
    throw new Malformed('syntax', 'unsigned attributes other than one time-stamp')
  }
  return child(values, 0, TAG.sequence, 'a token').encoding
}
