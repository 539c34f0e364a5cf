/** Reading blobs: what is missing or differs from its name is `Corrupt`, a disk that does not answer is `Unavailable` (case D5). */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Corrupt } from '../base/errors.ts'
import { type Sha256, sha256 as sha256Of } from '../base/hashes.ts'
import type { Disk, OpenFile } from './disk.ts'
import { errorCode, unavailable } from './failures.ts'
import { blobPath, type Layout } from './layout.ts'
import type { BlobReader } from './spool.ts'

const CHUNK_BYTES = 256 * 1024

export async function openBlob(disk: Disk, layout: Layout, sha256: Sha256): Promise<BlobReader> {
  const { file, bytes } = await openSized(disk, layout, sha256)
  return {
    bytes,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, bytes - offset))
      const into = Buffer.allocUnsafe(wanted)
      const read = wanted === 0 ? 0 : await asked(file.read(into, offset))
      if (read < wanted) throw damaged(sha256)
      return into
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

export async function readBlob(disk: Disk, layout: Layout, sha256: Sha256, bytesMax: number): Promise<Buffer> {
  await using blob = await openBlob(disk, layout, sha256)
  if (blob.bytes > bytesMax)
    throw new Corrupt(`Blob ${sha256} has ${blob.bytes} bytes, more than the ${bytesMax} it may have.`)
  const content = await blob.read(0, blob.bytes)
  if (sha256Of(content) !== sha256) throw damaged(sha256)
  return content
}

export function streamBlob(disk: Disk, layout: Layout, sha256: Sha256): Readable {
  return Readable.from(checkedChunks(disk, layout, sha256), { objectMode: false, highWaterMark: CHUNK_BYTES })
}

async function* checkedChunks(disk: Disk, layout: Layout, sha256: Sha256): AsyncGenerator<Buffer> {
  await using blob = await openBlob(disk, layout, sha256)
  const hash = createHash('sha256')
  for (let position = 0; position < blob.bytes; position += CHUNK_BYTES) {
    const chunk = await blob.read(position, CHUNK_BYTES)
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== sha256) throw damaged(sha256)
}

async function openSized(
  disk: Disk,
  layout: Layout,
  sha256: Sha256,
): Promise<{ readonly file: OpenFile; readonly bytes: number }> {
  try {
    const file = await disk.openToRead(blobPath(layout, sha256))
    return { file, bytes: await file.bytes() }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new Corrupt(`Blob ${sha256} is missing.`, { cause: error })
    throw unavailable(error)
  }
}

async function asked<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer
  } catch (error) {
    throw unavailable(error)
  }
}

function damaged(sha256: Sha256): Corrupt {
  return new Corrupt(`Blob ${sha256} does not hold the bytes that its name tells.`)
}
