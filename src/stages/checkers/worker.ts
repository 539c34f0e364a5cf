/**
 * A checker: the process that strangers' XML is parsed in (decision 22). It gets bytes and returns plain data; it has no environment, no
 * database, and opens no file but the schemas. Started by `checker.ts` with the schema folder as its first
 * argument, and `values` as its second when what stands in the forms is to be told.
 */
import { Socket } from 'node:net'
import { Unavailable } from '../../base/errors.ts'
import { DocumentCheck } from './document-check.ts'
import { type CheckerAnswer, createFrameReader } from './frames.ts'
import { openSchemaFolder } from './schema-folder.ts'
import { createSchemaValidator } from './schema-validator.ts'
import { wasmMemoryWasRefused } from './wasm-memory.ts'

const BYTES_DESCRIPTOR = 3

const folder = openSchemaFolder(process.argv[2] ?? '')
const validator = createSchemaValidator(folder)
const readsValues = process.argv[3] === 'values'
let check = new DocumentCheck(folder, validator, readsValues)
let answered = false

const frames = createFrameReader(
  (bytes) => {
    if (answered) return
    check.write(bytes)
    if (check.over) answer()
  },
  () => {
    if (!answered) answer()
    check = new DocumentCheck(folder, validator, readsValues)
    answered = false
  },
)

function answer(): void {
  answered = true
  process.send?.(findings())
}

function findings(): CheckerAnswer {
  try {
    return { findings: check.end(), retire: wasmMemoryWasRefused() }
  } catch (error) {
    if (error instanceof Unavailable) return { unavailable: error.message }
    throw error
  }
}

new Socket({ fd: BYTES_DESCRIPTOR, readable: true, writable: false })
  .on('data', (bytes) => frames.push(bytes))
  .on('close', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
// A terminal's Ctrl-C reaches the whole group: the daemon drains first, and ends its checkers itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
