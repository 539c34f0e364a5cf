import { contextTag, TAG } from './asn1-values.ts'
import type { Malformed, Trail } from './ber.ts'
import { type BadSignature, bad } from './finding.ts'

const INSIDE_CERTIFICATE = 1001
/** 9xx and 19xx: the same item, but the end of its indefinite length is missing. */
const MISSING_END = 900

/** Bytes that are no tree: what is wrong with them, and with which item of annex 25. */
export function malformedFinding({ problem, trail, message }: Malformed): BadSignature {
  const item = itemAt(trail)
  const main = item === INSIDE_CERTIFICATE ? 10 : 1
  if (problem === 'trailing') return bad([1, 21], 'trailingBytes', message)
  if (problem === 'missingEnd') return bad([main, item + MISSING_END], 'notCms', message)
  if (problem === 'syntax') return bad([main, item], 'notCms', message)
  return bad([9, item], 'notCms', message)
}

/** The item of annex 25 (reception §8.3) at a place in the tree: the specification's numbers in its own order. */
function itemAt(trail: Trail): number {
  const [, outer, , field, member, part, name] = trail
  if (!outer) return 1
  if (outer.index === 0) return 2
  if (!field) return 3
  if (field.index === 0) return 4
  if (field.index === 1) return member ? 6 : 5
  if (field.index === 2) return member?.index === 1 ? 8 : 7
  if (field.tag === contextTag(0)) return !member ? 9 : part ? INSIDE_CERTIFICATE : 10
  if (field.tag === contextTag(1)) return 22
  if (!member) return 11
  if (!part) return 12
  if (part.index === 0) return 13
  if (part.index === 1) return name ? 15 + Math.min(name.index, 1) : 14
  if (part.index === 2) return 17
  if (part.tag === contextTag(0)) return 18
  if (part.tag === contextTag(1)) return 23
  return part.tag === TAG.octetString ? 20 : 19
}
