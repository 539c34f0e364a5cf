/**
 * Reading blobs (case D5): what is missing or differs from its name is `Corrupt`, a disk that does not answer is `Unavailable`, and a blob that a
 * working disk cannot read is `BlobUnreadable`. A disk that is gone must never look like damage: everything on it would be parked.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Corrupt, type Unavailable } from '../base/errors.ts'
import { type Sha256, sha256 as sha256Of } from '../base/hashes.ts'
import { BlobUnreadable } from './blob-unreadable.ts'
import type { Disk, OpenFile } from './disk.ts'
import { errorCode, unavailable } from './failures.ts'
import { blobFolder, blobPath, type Layout } from './layout.ts'
import type { BlobReader } from './spool.ts'

export type BlobGround = {
  readonly disk: Pick<Disk, 'openToRead' | 'look'>
  readonly layout: Layout
  /** Throws when the disk as a whole cannot be used. */
  readonly assertWritable: () => Promise<void>
}

const CHUNK_BYTES = 256 * 1024
/** What a disk says of a block, or of a file's own entry; it says the same of everything when it is broken. */
const OF_ONE_FILE: ReadonlySet<string> = new Set(['EIO', 'EBADMSG', 'EUCLEAN'])

export async function openBlob(ground: BlobGround, sha256: Sha256): Promise<BlobReader> {
  const { file, bytes } = await openSized(ground, sha256)
  return {
    bytes,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, bytes - offset))
      const into = Buffer.allocUnsafe(wanted)
      const read = wanted === 0 ? 0 : await file.read(into, offset).catch((error) => unreadable(ground, sha256, error))
      if (read < wanted) throw damaged(sha256)
      return into
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

export async function readBlob(ground: BlobGround, sha256: Sha256, bytesMax: number): Promise<Buffer> {
  await using blob = await openBlob(ground, sha256)
  if (blob.bytes > bytesMax)
    throw new Corrupt(`Blob ${sha256} has ${blob.bytes} bytes, more than the ${bytesMax} it may have.`)
  const content = await blob.read(0, blob.bytes)
  if (sha256Of(content) !== sha256) throw damaged(sha256)
  return content
}

export function streamBlob(ground: BlobGround, sha256: Sha256): Readable {
  return Readable.from(checkedChunks(ground, sha256), { objectMode: false, highWaterMark: CHUNK_BYTES })
}

async function* checkedChunks(ground: BlobGround, sha256: Sha256): AsyncGenerator<Buffer> {
  await using blob = await openBlob(ground, sha256)
  const hash = createHash('sha256')
  for (let position = 0; position < blob.bytes; position += CHUNK_BYTES) {
    const chunk = await blob.read(position, CHUNK_BYTES)
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== sha256) throw damaged(sha256)
}

async function openSized(
  ground: BlobGround,
  sha256: Sha256,
): Promise<{ readonly file: OpenFile; readonly bytes: number }> {
  try {
    const file = await ground.disk.openToRead(blobPath(ground.layout, sha256))
    return { file, bytes: await file.bytes() }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw await absent(ground, sha256, error)
    return await unreadable(ground, sha256, error)
  }
}

/** The folders of blobs are made before anything else: without them it is the disk that is missing, not the blob. */
async function absent({ disk, layout }: BlobGround, sha256: Sha256, cause: unknown): Promise<Corrupt | Unavailable> {
  const folder = await disk.look(blobFolder(layout, sha256)).catch(() => null)
  return folder ? new Corrupt(`Blob ${sha256} is missing.`, { cause }) : unavailable(cause)
}

async function unreadable({ assertWritable }: BlobGround, sha256: Sha256, error: unknown): Promise<never> {
  const code = errorCode(error)
  if (!OF_ONE_FILE.has(code)) throw unavailable(error)
  await assertWritable()
  throw new BlobUnreadable(sha256, code, error)
}

function damaged(sha256: Sha256): Corrupt {
  return new Corrupt(`Blob ${sha256} does not hold the bytes that its name tells.`)
}
