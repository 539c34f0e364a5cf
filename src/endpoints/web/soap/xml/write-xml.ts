import { XMLBuilder } from 'fast-xml-parser'

/** Elements by name in their order, attributes with `@`, a list for an element that stands more than once; undefined is left out. */
export type XmlContent = { readonly [name: string]: XmlValue }
export type XmlValue = string | number | boolean | undefined | XmlContent | readonly XmlContent[] | readonly string[]

const WRITER = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})
/** XML 1.0 has no way to say these. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

export function writeXml(content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${WRITER.build(content)}`
}

/** Text that came from outside, fit to be written. */
export function writable(text: string): string {
  return text.replaceAll(UNWRITABLE, '\ufffd')
}
