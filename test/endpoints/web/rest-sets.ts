/** Sets as programs send them over REST. */
import { createHash } from 'node:crypto'
import type { WrittenPart } from './multipart-body.ts'

export type WrittenFile = WrittenPart & { readonly fileName: string }

let sequence = 0

/** A set of one part under a name that no test used before. Each file holds its own name. */
export function newSet(sender: string, environment = 'R') {
  sequence += 1
  const key = `DMFA.${sender}.20260105.${String(sequence).padStart(5, '0')}.${environment}`
  return {
    ...{ key, name: `${key}.1` },
    declaration: filePart('declaration', `FI.${key}.1.1`),
    signature: filePart('signature', `FS.${key}.1.1`),
  }
}

export function filePart(name: string, fileName: string, content: string | Buffer = fileName): WrittenFile {
  return { name, fileName, type: 'application/octet-stream', content }
}

export function metadata(setName: string, more: object = {}): WrittenPart {
  return { name: 'metadata', type: 'application/json', content: JSON.stringify({ setName, ...more }) }
}

export function digestOf(content: string | Buffer) {
  return { algorithm: 'SHA-256', value: createHash('sha256').update(content).digest('base64') }
}
