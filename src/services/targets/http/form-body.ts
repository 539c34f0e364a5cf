/** rule 19.1: FI, FS and `submission.json` as one `multipart/form-data` body, the same bytes for every attempt. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { sha256 } from '../../../base/hashes.ts'
import type { Parcel } from '../../target.ts'

export type FormBody = {
  readonly contentType: string
  readonly bytes: number
  /** `sha-256=:…:` of RFC 9530, for it is told before the first byte. */
  readonly digest: string
  /** Anew for each request. */
  open(): AsyncIterable<Uint8Array>
}

/** Up to here a body is read once and kept; above, the blobs are read twice and nothing is kept. */
const KEPT_BYTES = 1024 * 1024
const BREAK = '\r\n'

/** Fails with what reading the files fails with. */
export async function formBodyOf(parcel: Parcel): Promise<FormBody> {
  const boundary = boundaryOf(parcel)
  const bytes = lengthOf(parcel, boundary)
  const contentType = `multipart/form-data; boundary=${boundary}`
  const read = () => piecesOf(parcel, boundary)
  if (bytes > KEPT_BYTES) {
    const hash = createHash('sha256')
    for await (const piece of read()) hash.update(piece)
    return { contentType, bytes, digest: digestField(hash.digest()), open: read }
  }
  const whole = await buffer(Readable.from(read()))
  const digest = digestField(createHash('sha256').update(whole).digest())
  return { contentType, bytes, digest, open: () => Readable.from([whole]) }
}

/**
 * The description holds the digest of every file, so that no file can hold the hash of the description: nobody can write a part of
 * this form into his own declaration.
 */
function boundaryOf({ description }: Parcel): string {
  return `sluice-${sha256(description).slice(0, 48)}`
}

function lengthOf(parcel: Parcel, boundary: string): number {
  const heads = [
    descriptionHead(parcel, boundary),
    ...parcel.files.map((file) => fileHead(file, boundary)),
    end(boundary),
  ]
  const contents = parcel.files.reduce((sum, { bytes }) => sum + bytes, parcel.description.length)
  return heads.reduce((sum, head) => sum + Buffer.byteLength(head), contents)
}

async function* piecesOf(parcel: Parcel, boundary: string): AsyncGenerator<Buffer> {
  yield Buffer.from(descriptionHead(parcel, boundary))
  yield parcel.description
  for (const file of parcel.files) {
    yield Buffer.from(fileHead(file, boundary))
    yield* file.content()
  }
  yield Buffer.from(end(boundary))
}

function descriptionHead({ description }: Parcel, boundary: string): string {
  const digest = digestField(createHash('sha256').update(description).digest())
  return head(boundary, 'submission', 'submission.json', 'application/json', digest).slice(BREAK.length)
}

function fileHead({ name, sha256: hex }: Parcel['files'][number], boundary: string): string {
  return head(boundary, 'file', name, 'application/octet-stream', digestField(Buffer.from(hex, 'hex')))
}

function head(boundary: string, field: string, name: string, type: string, digest: string): string {
  const lines = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${name}"`,
    `Content-Type: ${type}`,
    `Content-Digest: ${digest}`,
  ]
  return [BREAK, lines.join(BREAK), BREAK, BREAK].join('')
}

function end(boundary: string): string {
  return `${BREAK}--${boundary}--${BREAK}`
}

function digestField(digest: Buffer): string {
  return `sha-256=:${digest.toString('base64')}:`
}
