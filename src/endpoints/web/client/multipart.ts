/** A request of several parts (RFC 7578) whose length is known before a byte is read, and of which only a chunk is in memory. */
import { randomBytes } from 'node:crypto'
import type { AskedBody } from './exchange.ts'

export type FilePart = {
  readonly name: string
  readonly fileName: string
  readonly bytes: number
  /** Exactly so many bytes; anew for each attempt. */
  open(): AsyncIterable<Uint8Array>
}

/** `words` goes first, as a part of that name; `onProgress` gets the bytes of files taken so far, anew for each attempt. */
export function multipart(
  words: { readonly name: string; readonly json: object },
  files: readonly FilePart[],
  onProgress: (bytesTaken: number) => void,
): AskedBody {
  const boundary = `sluice-${randomBytes(16).toString('hex')}`
  const opening = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${words.name}"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(words.json)}`,
  )
  const heads = files.map((file) => Buffer.from(`\r\n--${boundary}\r\n${headOf(file)}\r\n\r\n`))
  const closing = Buffer.from(`\r\n--${boundary}--\r\n`)
  const framed = [opening, ...heads, closing].reduce((sum, { length }) => sum + length, 0)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, framed),
    async *open() {
      yield opening
      let taken = 0
      for (const [index, file] of files.entries()) {
        yield heads[index] ?? Buffer.alloc(0)
        for await (const chunk of exactly(file)) {
          onProgress(taken) // a chunk is asked for when the connection took those before it
          taken += chunk.length
          yield chunk
        }
      }
      onProgress(taken)
      yield closing
    },
  }
}

function headOf({ name, fileName }: FilePart): string {
  return `Content-Disposition: form-data; name="${name}"; filename="${quoted(fileName)}"\r\nContent-Type: application/octet-stream`
}

/** As browsers do it. */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** The length of the request was told: a file of another length would end it in the middle of nowhere. */
async function* exactly({ fileName, bytes, open }: FilePart): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of open()) {
    seen += chunk.length
    if (seen > bytes) break
    yield chunk
  }
  if (seen !== bytes) throw new Error(`${fileName} was changed while it was sent`)
}
