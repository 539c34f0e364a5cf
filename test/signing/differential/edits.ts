import { integer, nothing, oid } from '../../../src/signing/der.ts'
import { NAME } from '../crafted.ts'
import type { Draw } from './draw.ts'
import { copyOf, type Node, type Place, placesIn, treeOf, written } from './tree.ts'

/** What is done to the octets of a file. */
export type Edit = (bytes: Buffer, draw: Draw) => Buffer

const OID_TAG = 0x06
const OCTET_STRING = 0x04
const CONSTRUCTED = 0x20
const NAMES = [...Object.values(NAME), '2.5.4.3', '1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.15'].map((name) =>
  oid(name),
)

/** Changes that know nothing of ASN.1. */
export const OCTET_EDITS: readonly Edit[] = [
  (bytes, draw) => changed(bytes, draw.below(bytes.length), (octet) => octet ^ (1 << draw.below(8))),
  (bytes, draw) => changed(bytes, draw.below(bytes.length), () => draw.below(256)),
  (bytes, draw) => bytes.subarray(0, draw.below(bytes.length)),
  (bytes, draw) => Buffer.concat([bytes, draw.of([Buffer.of(0), Buffer.of(0, 0), nothing, bytes])]),
  (bytes, draw) => spliced(bytes, draw.below(bytes.length), 1 + draw.below(3), Buffer.alloc(0)),
  (bytes, draw) => spliced(bytes, draw.below(bytes.length), 0, Buffer.alloc(1 + draw.below(3), draw.below(256))),
]

type TreeEdit = (place: Place, draw: Draw, root: Node) => void

/** Changes of the tree, which stays one: lengths above fit, so that what is judged is what was changed. */
const CHANGES: readonly TreeEdit[] = [
  ({ parent, index }) => void parent.children?.splice(index, 1),
  ({ parent, index, node }) => void parent.children?.splice(index, 0, copyOf(node)),
  ({ parent }, draw) =>
    void parent.children?.push(...(parent.children.splice(draw.below(parent.children.length), 1) ?? [])),
  ({ parent }) => void parent.children?.reverse(),
  ({ parent, index }, draw) =>
    void parent.children?.splice(index, 0, treeOf(draw.of([nothing, integer(1), oid('1.2.3')]))),
  ({ parent, index }, draw, root) => void parent.children?.splice(index, 1, copyOf(draw.of(placesIn(root)).node)),
  ({ node }) => void Object.assign(node, { length: 'long' }),
  ({ node }) => void Object.assign(node, { length: 'indefinite' }),
  ({ node }) => void Object.assign(node, { octets: Buffer.alloc(0), children: node.children && [] }),
  ({ node }, draw) => void Object.assign(node, { tag: node.tag ^ draw.of([1, 2, 4, 0x20, 0x40, 0x80]) }),
  ({ node }, draw) =>
    void (node.children ? node.children.reverse() : Object.assign(node, { octets: octetsChanged(node.octets, draw) })),
]

/** One of them in one place, or one that fits the kind of the node. */
export const TREE_EDITS: readonly Edit[] = [
  ...CHANGES.map(somewhere),
  among(
    (node) => node.tag === OID_TAG,
    ({ parent, index }, draw) => void parent.children?.splice(index, 1, treeOf(draw.of(NAMES))),
  ),
  among(
    (node) => node.tag === OCTET_STRING,
    ({ node }, draw) => inPieces(node, draw),
  ),
  among(
    (node) => node.tag === 0x02,
    ({ node }, draw) =>
      void Object.assign(node, {
        octets: draw.of([Buffer.of(0), Buffer.of(1), Buffer.of(3), Buffer.of(0, 1), Buffer.of(0xff)]),
      }),
  ),
  among(
    (node) => node.children !== null,
    ({ node }) => void Object.assign(node, { length: 'indefinite' }),
  ),
  (bytes) => written(everywhere(treeOf(bytes), 'indefinite')),
  (bytes) => written(everywhere(treeOf(bytes), 'long')),
]

function somewhere(change: TreeEdit): Edit {
  return among(() => true, change)
}

function among(fits: (node: Node) => boolean, change: TreeEdit): Edit {
  return (bytes, draw) => {
    const root = treeOf(bytes)
    const places = placesIn(root).filter(({ node }) => fits(node))
    if (places.length > 0) change(draw.of(places), draw, root)
    return written(root)
  }
}

function everywhere(node: Node, length: Node['length']): Node {
  return {
    ...node,
    length: length === 'indefinite' && !node.children ? 'shortest' : length,
    children: node.children?.map((child) => everywhere(child, length)) ?? null,
  }
}

/** An OCTET STRING as BER may write it: constructed, of two. */
function inPieces(node: Node, draw: Draw): void {
  const at = draw.below(node.octets.length + 1)
  const piece = (octets: Buffer): Node => ({ tag: OCTET_STRING, octets, children: null, length: 'shortest' })
  const children = [piece(node.octets.subarray(0, at)), piece(node.octets.subarray(at))]
  Object.assign(node, { tag: OCTET_STRING | CONSTRUCTED, children, length: draw.of(['shortest', 'indefinite']) })
}

function octetsChanged(octets: Buffer, draw: Draw): Buffer {
  return octets.length === 0
    ? Buffer.of(0)
    : changed(octets, draw.below(octets.length), (octet) => octet ^ (1 << draw.below(8)))
}

function changed(bytes: Buffer, at: number, change: (octet: number) => number): Buffer {
  const mutant = Buffer.from(bytes)
  mutant[at] = change(mutant[at] ?? 0)
  return mutant
}

function spliced(bytes: Buffer, at: number, count: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + count)])
}
