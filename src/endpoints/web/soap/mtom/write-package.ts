import { randomUUID } from 'node:crypto'
import type { WriteBinary } from '../schema/write-fields.ts'
import { XOP } from '../xml/namespaces.ts'

const ROOT = 'message@sluice'

/** Takes the binary values of an answer as parts beside it, and makes the package of both. */
export function createPackage(): {
  readonly binary: WriteBinary
  finish(message: string): { readonly contentType: string; readonly body: Buffer }
} {
  const values: Buffer[] = []
  return {
    binary(bytes) {
      values.push(bytes)
      return { 'xop:Include': { '@xmlns:xop': XOP, '@href': `cid:${idOf(values.length)}` } }
    },
    finish(message) {
      const boundary = `part-${randomUUID()}` // which nobody can have written into a value
      const part = (headers: readonly string[], content: Buffer) => [
        Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      ]
      const root = 'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"'
      const parts = values.map((value, at) =>
        part(['Content-Type: application/octet-stream', ...partHeaders(idOf(at + 1))], value),
      )
      return {
        contentType: `multipart/related; type="application/xop+xml"; start="<${ROOT}>"; start-info="text/xml"; boundary="${boundary}"`,
        body: Buffer.concat([
          ...part([root, ...partHeaders(ROOT)], Buffer.from(message)),
          ...parts.flat(),
          Buffer.from(`--${boundary}--\r\n`),
        ]),
      }
    },
  }
}

function idOf(number: number): string {
  return `value-${number}@sluice`
}

/** In capitals, which mean the same: zeep takes the line ends off what calls itself `binary`, and no digest fits any more. */
function partHeaders(id: string): string[] {
  return ['Content-Transfer-Encoding: BINARY', `Content-ID: <${id}>`]
}
