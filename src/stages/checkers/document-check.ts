/** One document from its first byte to its findings: the pass over the bytes, and the schema when there is one to hold it against. */
import { DocumentReader, type ReadFindings } from './document-reader.ts'
import type { DocumentFindings, SchemaFindings, SchemaOutcome } from './findings.ts'
import { SCHEMA_BYTES_MAX } from './limits.ts'
import type { SchemaFolder } from './schema-folder.ts'
import type { SchemaValidator } from './schema-validator.ts'

export class DocumentCheck {
  readonly #reader: DocumentReader
  readonly #folder: SchemaFolder
  readonly #validator: SchemaValidator
  /** The document's bytes as long as they may be needed for its schema; null once they are not. */
  #kept: Buffer[] | null = []
  #bytes = 0
  /** Made once, when the root is known, so that a folder that changes meanwhile cannot contradict what was kept. */
  #decision: { readonly without: SchemaOutcome | null } | null = null

  constructor(folder: SchemaFolder, validator: SchemaValidator, readsValues = false) {
    this.#reader = new DocumentReader(readsValues)
    this.#folder = folder
    this.#validator = validator
  }

  /** True once the rest of the document does not matter. */
  get over(): boolean {
    return this.#reader.over
  }

  write(bytes: Buffer): void {
    this.#reader.write(bytes)
    this.#bytes += bytes.length
    if (!this.#decision && this.#reader.root) this.#decision = { without: this.#outcomeWithout() }
    if (this.#reader.over || this.#decision?.without || this.#bytes > SCHEMA_BYTES_MAX) this.#kept = null
    this.#kept?.push(bytes)
  }

  /** Throws `Unavailable` when the schema that is installed cannot be used. */
  end(): Omit<DocumentFindings, 'parts' | 'bytes'> {
    const read = this.#reader.end()
    return { ...read, schema: this.#schema(read) }
  }

  #schema(read: ReadFindings): SchemaFindings {
    if (!read.wellFormed) return { outcome: 'notReached', errors: [] }
    const { without } = this.#decision ?? { without: this.#outcomeWithout() }
    if (without !== null) return { outcome: without, errors: [] }
    if (this.#kept === null || !read.schemaReference) return { outcome: 'tooLarge', errors: [] }
    return this.#validator.validate(Buffer.concat(this.#kept), read.encoding.used, read.schemaReference.name)
  }

  /** What is to be said without looking at the document's content; null when its schema is installed (contract.md, `schemas.dir`). */
  #outcomeWithout(): SchemaOutcome | null {
    const { root, schemaReference } = this.#reader
    if (!root) return 'notReached'
    if (!schemaReference) return 'none'
    if (this.#folder.has(schemaReference.name)) return null
    return this.#folder.knowsRoot(root.name) ? 'unknownVersion' : 'notInstalled'
  }
}
