import { type Element, readElement } from '../../../src/signing/ber.ts'

/** ASN.1 that can be changed and written again, also in the ways that only BER allows. */
export type Node = {
  tag: number
  octets: Buffer
  children: Node[] | null
  length: 'shortest' | 'long' | 'indefinite'
}

/** A node with where it stands. */
export type Place = { readonly parent: Node; readonly index: number; readonly node: Node }

const CONSTRUCTED = 0x20
const CERTIFICATES = 0xa0

export function treeOf(bytes: Buffer): Node {
  return nodeOf(readElement(bytes, 'BER'))
}

function nodeOf({ tag, contents, children }: Element): Node {
  const isConstructed = (tag & CONSTRUCTED) !== 0
  return { tag, octets: contents, children: isConstructed ? children.map(nodeOf) : null, length: 'shortest' }
}

/** Every node but the root. */
export function placesIn(parent: Node): readonly Place[] {
  return (parent.children ?? []).flatMap((node, index) => [{ parent, index, node }, ...placesIn(node)])
}

export function copyOf(node: Node): Node {
  return { ...node, octets: Buffer.from(node.octets), children: node.children?.map(copyOf) ?? null }
}

export function written({ tag, octets, children, length }: Node): Buffer {
  const body = children ? Buffer.concat(children.map(written)) : octets
  if (length === 'indefinite' && children) return Buffer.concat([Buffer.of(tag, 0x80), body, Buffer.of(0, 0)])
  return Buffer.concat([Buffer.of(tag), lengthOctets(body.length, length === 'long' ? 1 : 0), body])
}

function lengthOctets(length: number, more: number): Buffer {
  if (length < 0x80 && more === 0) return Buffer.of(length)
  const needed = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3
  const octets = Buffer.alloc(needed + more)
  octets.writeUIntBE(length, 0, needed + more)
  return Buffer.concat([Buffer.of(0x80 | octets.length), octets])
}

/** A SignedData as it would be if no certificate came along. */
export function withoutCertificates(file: Buffer): Buffer {
  const root = treeOf(file)
  const signedData = root.children?.[1]?.children?.[0]
  if (signedData?.children?.[3]?.tag === CERTIFICATES) signedData.children.splice(3, 1)
  return written(root)
}
