/**
 * Reads one document's facts in a single pass with flat memory (decision 21). saxes alone decides well-formedness; a document type
 * declaration, a lie about the encoding and a crossed limit end the reading just as a syntax fault does. The findings do not
 * depend on how the bytes were cut into chunks.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { DECLARATION_BYTES_MAX, type Decoder, sniffEncoding } from './encoding.ts'
import type { DocumentFault, DocumentFindings, EncodingFindings, LimitExceeded } from './findings.ts'
import { FormReader } from './form-reader.ts'
import { FormValuesReader } from './form-values.ts'
import { XML_LIMITS } from './limits.ts'
import { schemaReferenceOf } from './schema-reference.ts'

/** All that one pass over the bytes tells; the schema comes after. */
export type ReadFindings = Omit<DocumentFindings, 'parts' | 'bytes' | 'schema'>

type Place = { readonly line: number; readonly column: number }

/** Characters that the parser gets at a time. */
const SLICE = 16_384

/** A colon, and then a character that may stand in a name but not begin one. */
const NO_NAME_START = /:(?:[-.0-9\u00b7\u203f\u2040]|[\u0300-\u036f])/

/** Thrown through the parser to end the reading at once; never leaves this file. */
class Stop extends Error {}

export class DocumentReader {
  readonly #parser = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  readonly #forms = new FormReader()
  readonly #values: FormValuesReader | null
  #first: Buffer | null = Buffer.alloc(0)
  /** Decoded, not yet parsed. */
  #text = ''
  #decoder: Decoder | null = null
  #bytes = 0
  #depth = 0
  #attributes = 0
  #tokenStart = 0
  #tokenPlace: Place = { line: 1, column: 1 }
  #over = false
  #ended = false
  #fault: DocumentFault | null = null
  #doctype = false
  #limitExceeded: LimitExceeded | null = null
  #encoding: EncodingFindings = { declared: null, used: 'UTF-8', supported: true, fault: null }
  #root: DocumentFindings['root'] = null
  #schemaReference: DocumentFindings['schemaReference'] = null

  /** `readsValues`: what stands in the forms is told too. */
  constructor(readsValues = false) {
    this.#values = readsValues ? new FormValuesReader() : null
    this.#parser.on('error', (error) => this.#failAt(error.message))
    this.#parser.on('doctype', () => this.#refuseDoctype())
    this.#parser.on('opentagstart', (tag) => this.#startElement(tag.name))
    this.#parser.on('attribute', ({ name }) => this.#addAttribute(name))
    this.#parser.on('opentag', (tag) => this.#openElement(tag))
    this.#parser.on('closetag', () => this.#closeElement())
    for (const event of ['xmldecl', 'processinginstruction', 'comment'] as const)
      this.#parser.on(event, () => this.#endToken())
    this.#parser.on('cdata', (text) => {
      this.#endToken()
      this.#takeText(text)
    })
  }

  /** True once nothing that follows can change the findings: the rest of the document need not be read. */
  get over(): boolean {
    return this.#over
  }

  /** The root, once its start tag was read: tells early whether a schema will be needed. */
  get root(): DocumentFindings['root'] {
    return this.#root
  }

  get schemaReference(): DocumentFindings['schemaReference'] {
    return this.#schemaReference
  }

  write(bytes: Buffer): void {
    if (this.#over) return
    if (this.#first === null) this.#read(bytes)
    else {
      this.#first = Buffer.concat([this.#first, bytes])
      if (this.#first.length >= DECLARATION_BYTES_MAX) this.#begin()
    }
  }

  /** Call once, after the last byte. */
  end(): ReadFindings {
    if (this.#first !== null) this.#begin()
    if (!this.#over) this.#parse(this.#text.length)
    if (!this.#over && this.#decoder && this.#decoder.pending > 0)
      this.#encodingFails(this.#bytes - this.#decoder.pending)
    if (!this.#over) this.#guard(() => this.#parser.close())
    this.#ended = true
    return this.#findings()
  }

  #begin(): void {
    const first = this.#first ?? Buffer.alloc(0)
    this.#first = null
    const { decoder, ...encoding } = sniffEncoding(first)
    this.#encoding = { ...encoding, fault: null }
    this.#decoder = decoder
    if (decoder) this.#read(first)
    else this.#over = true
  }

  #read(bytes: Buffer): void {
    if (this.#over || !this.#decoder) return
    const { text, fault } = this.#decoder.decode(bytes)
    this.#text += text
    while (this.#text.length >= SLICE && !this.#over) this.#parse(SLICE)
    if (fault !== null && !this.#over) this.#parse(this.#text.length)
    if (fault !== null && !this.#over) this.#encodingFails(this.#bytes + fault)
    this.#bytes += bytes.length
  }

  /** In slices of one size, however the bytes came: some of the parser's faults are told at the end of what it was given. */
  #parse(length: number): void {
    const slice = this.#text.slice(0, length)
    this.#text = this.#text.slice(length)
    this.#guard(() => {
      this.#parser.write(slice)
      this.#checkToken()
    })
  }

  #guard(parse: () => void): void {
    try {
      parse()
    } catch (error) {
      if (!(error instanceof Stop)) throw error
    }
  }

  #stop(): never {
    this.#over = true
    throw new Stop()
  }

  #encodingFails(offset: number): void {
    this.#encoding = { ...this.#encoding, fault: { offset } }
    this.#over = true
  }

  #failAt(message: string): never {
    this.#checkToken()
    // saxes puts `line:column: ` before its message, and finds text outside the root only when that text ends.
    const text = message.replace(/^\d+:\d+: /, '').slice(0, 200)
    this.#fault = { ...(text.startsWith('text data outside') ? this.#tokenPlace : this.#place()), message: text }
    return this.#stop()
  }

  #refuseDoctype(): never {
    this.#doctype = true
    return this.#failAt('a document type declaration is not allowed')
  }

  #exceed(limit: LimitExceeded['limit'], place: Place): never {
    this.#limitExceeded = { limit, max: XML_LIMITS[limit], ...place }
    return this.#stop()
  }

  #place(): Place {
    return { line: this.#parser.line, column: Math.max(1, this.#parser.column) }
  }

  /** Whatever the parser last reported ends here; a token that grew too long is told by its start, however it was cut. */
  #endToken(): void {
    this.#checkToken()
    this.#tokenStart = this.#parser.position
    this.#tokenPlace = { line: this.#parser.line, column: this.#parser.column + 1 }
  }

  #checkToken(): void {
    if (this.#parser.position - this.#tokenStart > XML_LIMITS.token) this.#exceed('token', this.#tokenPlace)
  }

  #startElement(name: string): void {
    this.#endToken()
    this.#checkLocalName(name)
    this.#depth += 1
    this.#attributes = 0
    if (this.#depth > XML_LIMITS.depth) this.#exceed('depth', this.#place())
    if (name.length > XML_LIMITS.name) this.#exceed('name', this.#place())
  }

  #addAttribute(name: string): void {
    this.#endToken()
    this.#checkLocalName(name)
    this.#attributes += 1
    if (this.#attributes > XML_LIMITS.attributes) this.#exceed('attributes', this.#place())
    if (name.length > XML_LIMITS.name) this.#exceed('name', this.#place())
  }

  /** Namespaces in XML 1.0, production 8: saxes looks at the first character of the whole name only. */
  #checkLocalName(name: string): void {
    if (NO_NAME_START.test(name)) this.#failAt('a local name begins with a character that cannot begin a name')
  }

  #openElement(tag: SaxesTagNS): void {
    this.#endToken()
    if (this.#depth === 1) {
      this.#root = { name: tag.local, namespace: tag.uri || null, prefix: tag.prefix || null }
      this.#schemaReference = schemaReferenceOf(tag)
    }
    // Text is only collected where a value is wanted, so that the rest costs no memory.
    const wanted = [this.#forms.open(this.#depth, tag), this.#values?.open(this.#depth, tag)]
    if (wanted.includes(true)) this.#parser.on('text', (text) => this.#takeText(text))
  }

  #takeText(text: string): void {
    this.#forms.text(text)
    this.#values?.text(text)
  }

  #closeElement(): void {
    this.#endToken()
    const ended = [this.#forms.close(this.#depth), this.#values?.close(this.#depth)]
    if (ended.includes(true)) this.#parser.off('text')
    this.#depth -= 1
  }

  #findings(): ReadFindings {
    return {
      wellFormed: this.#ended && !this.#over,
      fault: this.#fault,
      doctype: this.#doctype,
      encoding: this.#encoding,
      limitExceeded: this.#limitExceeded,
      root: this.#root,
      schemaReference: this.#schemaReference,
      ...this.#forms.findings(),
      ...(this.#values && { values: this.#values.findings() }),
    }
  }
}
