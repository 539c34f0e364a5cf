/** rule 19.1: FI, FS and `submission.json` as one `multipart/form-data` body, the same bytes for every attempt. */
import { createHash } from 'node:crypto'
import { sha256 } from '../../../base/hashes.ts'
import type { Parcel, ParcelFile } from '../../target.ts'

export type FormBody = {
  readonly contentType: string
  readonly bytes: number
  /** `sha-256=:…:` of RFC 9530, for it is told before the first byte. */
  readonly digest: string
  /** All of it, or what begins anew for each request. */
  readonly body: Buffer | (() => AsyncIterable<Uint8Array>)
}

/** Up to here a body is read once and kept; above, the blobs are read twice and nothing is kept. */
const KEPT_BYTES = 1024 * 1024
const BREAK = '\r\n'

/** Fails with what reading the files fails with. */
export async function formBodyOf(parcel: Parcel): Promise<FormBody> {
  const boundary = boundaryOf(parcel)
  const pieces = piecesOf(parcel, boundary)
  const bytes = pieces.reduce((sum, piece) => sum + ('name' in piece ? piece.bytes : piece.length), 0)
  const body = bytes > KEPT_BYTES ? () => read(pieces) : await readWhole(pieces)
  const hash = createHash('sha256')
  if (typeof body === 'function') for await (const some of body()) hash.update(some)
  else hash.update(body)
  const contentType = `multipart/form-data; boundary=${boundary}`
  return { contentType, bytes, digest: digestField(hash.digest()), body }
}

/**
 * The description holds the digest of every file, so that no file can hold the hash of the description: nobody can write a part of
 * this form into his own declaration.
 */
function boundaryOf({ description }: Parcel): string {
  return `sluice-${sha256(description).slice(0, 48)}`
}

type Piece = Buffer | ParcelFile

function piecesOf(parcel: Parcel, boundary: string): readonly Piece[] {
  return [
    Buffer.from(descriptionHead(parcel, boundary)),
    parcel.description,
    ...parcel.files.flatMap((file) => [Buffer.from(fileHead(file, boundary)), file]),
    Buffer.from(end(boundary)),
  ]
}

async function* read(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if ('name' in piece) yield* piece.content()
    else yield piece
  }
}

async function readWhole(pieces: readonly Piece[]): Promise<Buffer> {
  return Buffer.concat(await Promise.all(pieces.map((piece) => ('name' in piece ? piece.whole() : piece))))
}

function descriptionHead({ description }: Parcel, boundary: string): string {
  const digest = digestField(createHash('sha256').update(description).digest())
  return head(boundary, 'submission', 'submission.json', 'application/json', digest).slice(BREAK.length)
}

function fileHead({ name, sha256: hex }: ParcelFile, boundary: string): string {
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
