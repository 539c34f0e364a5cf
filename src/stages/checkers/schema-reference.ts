import type { SaxesTagNS } from 'saxes'
import type { SchemaReference } from './findings.ts'

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'
const RAW_MAX = 300

/**
 * What a root says about its schema (spec §9.3): `xsi:noNamespaceSchemaLocation`, or the location that `xsi:schemaLocation` pairs with
 * the root's namespace. The file name is only a version label; a path before it is dropped.
 */
export function schemaReferenceOf(root: Pick<SaxesTagNS, 'attributes' | 'uri'>): SchemaReference | null {
  const attribute = (name: string) =>
    Object.values(root.attributes).find(({ uri, local }) => uri === INSTANCE && local === name)?.value
  const raw =
    attribute(root.uri ? 'schemaLocation' : 'noNamespaceSchemaLocation') ?? attribute('noNamespaceSchemaLocation')
  if (raw === undefined) return null
  const location = root.uri ? pairedWith(root.uri, raw) : raw.trim()
  const name = location.split(/[\\/]/).at(-1) ?? ''
  return name === '' ? null : { raw: raw.slice(0, RAW_MAX), name: name.slice(0, RAW_MAX) }
}

function pairedWith(namespace: string, pairs: string): string {
  const words = pairs.split(/\s+/).filter(Boolean)
  const at = words.findIndex((word, index) => index % 2 === 0 && word === namespace)
  return (at < 0 ? words.at(-1) : words[at + 1]) ?? ''
}
