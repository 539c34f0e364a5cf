/** Reads XML more strictly than the standard asks: no DOCTYPE, no entity beyond the five, no processing instruction, bounded in everything. */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { no, ok, type Result } from '../../../../base/result.ts'
import type { Attribute, Element } from './element.ts'

/** Why it was not read, for the log: never with a value of the document. */
export type XmlFault = { readonly cause: string }

const DEPTH_MAX = 32
const ELEMENTS_MAX = 1000
/** Declarations of namespaces included. */
const ATTRIBUTES_MAX = 32
const NAME_MAX = 128
const ATTRIBUTE_VALUE_MAX = 4096
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** A colon, and then a character that may stand in a name but not begin one: saxes looks at the first of the whole name only. */
const NO_NAME_START = /:(?:[-.0-9\u00b7\u203f\u2040]|[\u0300-\u036f])/

/** Thrown through the parser to end the reading at once; never leaves this file. */
class Stop extends Error {}

export type ParsedXml = {
  readonly root: Element
  /** Where each element stands in the text: from its `<` to behind its end. */
  readonly places: ReadonlyMap<Element, Place>
}
export type Place = { readonly start: number; readonly end: number }

/** rule 18.1 */
export function parseXml(text: string): Result<ParsedXml, XmlFault> {
  const builder = new TreeBuilder()
  try {
    return ok(builder.read(text))
  } catch (error) {
    if (error instanceof Stop) return no({ cause: error.message })
    throw error
  }
}

export type FoundElement = {
  readonly element: Element
  /** The document as far as the end of the element, with everything closed that is open there. */
  readonly frame: string
}

/** The first element of those that are wanted which ends in the beginning of a document, read as strictly; what stands behind it is not read. */
export function firstElement(beginning: string, isWanted: (element: Element) => boolean): FoundElement | null {
  const found: FoundElement[] = []
  const builder = new TreeBuilder((element, end, open) => {
    if (!isWanted(element)) return
    const closing = open.map((name) => `</${name}>`).reverse()
    found.push({ element, frame: `${beginning.slice(0, end)}${closing.join('')}` })
    stop('found')
  })
  try {
    builder.begin(beginning)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
  }
  return found[0] ?? null
}

/** `end`: behind the element. `open`: the names of those that it stands in, as they are written, the outermost first. */
type OnEnd = (element: Element, end: number, open: readonly string[]) => void

/** UTF-8 alone, as the declaration has to say too; a byte order mark is let pass. `isCut`: the end may stand within a character. */
export function decodeXml(bytes: Uint8Array, { isCut = false } = {}): Result<string, XmlFault> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut }))
  } catch (error) {
    if (error instanceof TypeError) return no({ cause: 'not UTF-8' })
    throw error
  }
}

class TreeBuilder {
  readonly #parser = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  readonly #places = new Map<Element, Place>()
  readonly #open: { readonly element: Element; readonly start: number; readonly name: string }[] = []
  #root: Element | null = null
  #tagStart = 0
  #elements = 0
  #attributes = 0

  /** `onEnd`: told of each element when it is whole. */
  constructor(onEnd: OnEnd = () => {}) {
    this.#parser.on('error', ({ message }) => stop(message.replace(/^\d+:\d+: /, '').slice(0, 100)))
    this.#parser.on('doctype', () => stop('a document type declaration'))
    this.#parser.on('processinginstruction', () => stop('a processing instruction'))
    this.#parser.on('xmldecl', ({ encoding = 'UTF-8', version }) => {
      if (encoding.toUpperCase() !== 'UTF-8' || version !== '1.0')
        stop('an encoding or a version of XML that is not taken')
    })
    this.#parser.on('opentagstart', ({ name }) => this.#begin(name))
    this.#parser.on('attribute', ({ name, value }) => this.#attribute(name, value))
    this.#parser.on('opentag', (tag) => this.#enter(tag))
    this.#parser.on('closetag', () => this.#leave(onEnd))
    for (const event of ['text', 'cdata'] as const) this.#parser.on(event, (text) => this.#add(text))
    this.#parser.on('comment', () => {
      const here = this.#open.at(-1)?.element
      if (here) here.comments += 1
    })
  }

  begin(text: string): void {
    this.#parser.write(text)
  }

  read(text: string): ParsedXml {
    this.begin(text)
    this.#parser.close()
    if (!this.#root) return stop('no element')
    return { root: this.#root, places: this.#places }
  }

  #begin(name: string): void {
    this.#elements += 1
    this.#attributes = 0
    this.#tagStart = this.#parser.position - name.length - 2
    if (this.#elements > ELEMENTS_MAX) stop('too many elements')
    if (this.#open.length >= DEPTH_MAX) stop('elements nested too deep')
    checkName(name)
  }

  #attribute(name: string, value: string): void {
    this.#attributes += 1
    if (this.#attributes > ATTRIBUTES_MAX) stop('too many attributes')
    if (value.length > ATTRIBUTE_VALUE_MAX) stop('an attribute that is too long')
    checkName(name)
  }

  #enter(tag: SaxesTagNS): void {
    const parent = this.#open.at(-1)?.element ?? null
    const attributes = Object.values(tag.attributes).filter(({ uri }) => uri !== XMLNS)
    const element: Element = {
      ...{ local: tag.local, namespace: tag.uri, parent, children: [], text: '', comments: 0 },
      attributes: attributes.map(({ local, uri, value }): Attribute => ({ local, namespace: uri, value })),
    }
    parent?.children.push(element)
    this.#root ??= element
    this.#open.push({ element, start: this.#tagStart, name: tag.name })
  }

  #leave(onEnd: OnEnd): void {
    const closed = this.#open.pop()
    if (!closed) return
    const end = this.#parser.position
    this.#places.set(closed.element, { start: closed.start, end })
    onEnd(
      closed.element,
      end,
      this.#open.map(({ name }) => name),
    )
  }

  #add(text: string): void {
    const here = this.#open.at(-1)?.element
    if (here) here.text += text
  }
}

function checkName(name: string): void {
  if (name.length > NAME_MAX) stop('a name that is too long')
  if (NO_NAME_START.test(name)) stop('a local name that begins with a character that cannot begin a name')
}

function stop(cause: string): never {
  throw new Stop(cause)
}
