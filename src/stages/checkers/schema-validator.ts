/** libxml2 and nothing else decides whether a document fits its schema (code 312); no value is read from it (decision 21). */

// First of all: the bound on the library's memory must be in place before the library makes it.
import './wasm-memory.ts'

import {
  closeBuffer,
  openBuffer,
  ParseOption,
  readBuffer,
  XmlDocument,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import * as internals from 'libxml2-wasm/lib/libxml2.mjs'
import { Unavailable } from '../../base/errors.ts'
import type { DocumentFault, SchemaFindings } from './findings.ts'
import { LISTED_MAX, XML_LIMITS } from './limits.ts'
import type { SchemaFolder } from './schema-folder.ts'
import { wasmMemoryWasRefused } from './wasm-memory.ts'

export type SchemaValidator = {
  /** Throws `Unavailable` when the installed schema itself cannot be used: that is never the sender's fault. */
  validate(document: Buffer, encoding: string, schema: string): SchemaFindings
}

type Compiled = { readonly schema: XsdValidator; readonly files: ReadonlyMap<string, string | null> }
type SchemaPointer = Parameters<typeof internals.xmlSchemaNewValidCtxt>[0]
type ErrorPointer = Parameters<typeof internals.XmlErrorStruct.node>[0]

const MESSAGE_CHARACTERS = 300
const ERROR_LEVEL = 2
const COMPILED_MAX = 64
const OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_COMPACT
const BIG_LINES = ParseOption.XML_PARSE_BIG_LINES

export function createSchemaValidator(folder: SchemaFolder): SchemaValidator {
  const compiled = new Map<string, Compiled>()
  const opened = new Map<string, string | null>()
  serveIncludes(folder, opened)

  function schemaNamed(name: string): XsdValidator {
    const known = compiled.get(name)
    if (known && [...known.files].every(([path, stamp]) => folder.stamp(path) === stamp)) return known.schema
    known?.schema.dispose()
    compiled.delete(name)
    if (compiled.size >= COMPILED_MAX) forgetOldest(compiled)
    opened.clear()
    const schema = compile(folder, name)
    compiled.set(name, { schema, files: new Map([[name, folder.stamp(name)], ...opened]) })
    return schema
  }

  return {
    validate(document, encoding, name) {
      const schema = schemaNamed(name)
      try {
        return validated(document, encoding, schema)
      } catch (error) {
        if (wasmMemoryWasRefused()) return { outcome: 'tooLarge', errors: [] }
        throw error
      }
    },
  }
}

/** What `xs:include` and `xs:import` open, relative to the folder; anything else is not there. */
function serveIncludes(folder: SchemaFolder, opened: Map<string, string | null>): void {
  xmlRegisterInputProvider({
    // Every path is ours to answer, so that the library never looks for itself.
    match: () => true,
    open(path) {
      const content = folder.read(path)
      opened.set(path, folder.stamp(path))
      return content === null ? undefined : openBuffer(content)
    },
    read: readBuffer,
    close(descriptor) {
      closeBuffer(descriptor)
      return true
    },
  })
}

function compile(folder: SchemaFolder, name: string): XsdValidator {
  const content = folder.read(name)
  if (content === null) throw new Unavailable(`the schema ${name} cannot be read; put it back into schemas.dir`)
  try {
    const document = XmlDocument.fromBuffer(content, { url: name, option: OPTIONS })
    try {
      return XsdValidator.fromDoc(document)
    } finally {
      document.dispose()
    }
  } catch (error) {
    throw new Unavailable(`the schema ${name} in schemas.dir cannot be used; replace it: ${firstLine(error)}`, {
      cause: error,
    })
  }
}

function validated(document: Buffer, encoding: string, schema: XsdValidator): SchemaFindings {
  let tree: XmlDocument
  try {
    tree = XmlDocument.fromBuffer(document, { encoding, option: OPTIONS | BIG_LINES })
  } catch (error) {
    if (wasmMemoryWasRefused()) throw error
    return { outcome: 'invalid', errors: [{ line: 1, column: 1, message: firstLine(error) }] }
  }
  try {
    const found = schemaErrors(tree, schema)
    if (wasmMemoryWasRefused()) return { outcome: 'tooLarge', errors: [] }
    if (found === null) return { outcome: 'valid', errors: [] }
    return { outcome: 'invalid', errors: withColumns(document, found) }
  } finally {
    tree.dispose()
  }
}

/**
 * The first errors, or null when there are none. The library's own `validate` gathers every error with its path, which takes quadratic time and
 * unbounded memory on a document that is wrong throughout; so its parts are used with a collector that stops listening.
 */
function schemaErrors(tree: XmlDocument, schema: XsdValidator): DocumentFault[] | null {
  const context = internals.xmlSchemaNewValidCtxt(pointerOf(schema) as SchemaPointer)
  collected = []
  try {
    internals.xmlSchemaSetValidStructuredErrors(context, collector as never, 0 as never)
    const verdict = internals.xmlSchemaValidateDoc(context, pointerOf(tree) as never)
    if (verdict < 0) throw new Error('libxml2 could not validate')
    return verdict === 0 ? null : collected
  } finally {
    internals.xmlSchemaFreeValidCtxt(context)
  }
}

let collected: DocumentFault[] = []
const { addFunction } = internals as unknown as {
  addFunction(call: (data: number, error: ErrorPointer) => void, signature: string): number
}
const collector = addFunction((_data, error) => {
  if (collected.length >= LISTED_MAX) return
  const { level, line, message } = internals.XmlErrorStruct
  if (level(error) < ERROR_LEVEL) return
  collected.push({ line: line(error), column: 1, message: message(error).trim().slice(0, MESSAGE_CHARACTERS) })
}, 'vii')

/** Not in the library's types, which keep it for themselves; the exact version is pinned, and the schema tests are its contract. */
function pointerOf(owner: XmlDocument | XsdValidator): number {
  return (owner as unknown as { _ptr: number })._ptr
}

/** The tree knows lines only: the column is that of the element the message names, when its line holds just one such; else 1. */
function withColumns(document: Buffer, errors: readonly DocumentFault[]): DocumentFault[] {
  const last = Math.max(...errors.map(({ line }) => line))
  const lines = document.toString('latin1').split('\n', last)
  return errors.map((error) => ({ ...error, column: columnOf(error.message, lines[error.line - 1] ?? '') }))
}

function columnOf(message: string, line: string): number {
  const element = /^Element '(?:\{[^}]*\})?([^']+)'/.exec(message)?.[1]
  if (element === undefined) return 1
  const first = startOf(line, element, 0)
  return first >= 0 && startOf(line, element, first + 1) < 0 ? first + 1 : 1
}

/** Where the next start tag of that local name begins at or after `from`, or -1; a line may be the whole document. */
function startOf(line: string, element: string, from: number): number {
  for (let at = line.indexOf(element, from); at >= 0; at = line.indexOf(element, at + 1)) {
    const start = line[at - 1] === ':' ? line.lastIndexOf('<', at) : at - 1
    const isTag = /^<(?:[^\s<>/:]+:)?$/.test(line.slice(Math.max(start, at - XML_LIMITS.name), at))
    if (isTag && start >= from && /[\s/>]/.test(line[at + element.length] ?? '>')) return start
  }
  return -1
}

function forgetOldest(compiled: Map<string, Compiled>): void {
  const [oldest] = compiled
  if (!oldest) return
  oldest[1].schema.dispose()
  compiled.delete(oldest[0])
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.slice(0, MESSAGE_CHARACTERS) ?? ''
}
