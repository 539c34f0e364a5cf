/** copy-data: bytes from one open file to another without passing through the client. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { FileHandle } from './handles.ts'
import { CONNECTION_GONE, NOT_FOR_READING, NOT_OPEN, notOffered } from './refusals.ts'
import type { CopySpan } from './requests.ts'
import type { Workplace } from './workplace.ts'
import { write } from './writing.ts'

const CHUNK_BYTES = 256 * 1024

export async function copyBetween(
  place: Workplace,
  source: FileHandle,
  target: FileHandle | undefined,
  { from, length, to }: CopySpan,
): Promise<Result<void, Refusal>> {
  if (!place.files.announces.copyData || source === target) return no(notOffered('this copy'))
  if (!target) return no(NOT_OPEN)
  if (!source.flags.read) return no(NOT_FOR_READING)
  const all = length === 0 ? Number.MAX_SAFE_INTEGER : length
  for (let copied = 0; copied < all; ) {
    if (place.isGone()) return no(CONNECTION_GONE)
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, all - copied))
    const read = await source.lane.read(() => source.file.read(from + copied, chunk))
    if (!read.ok) return read
    if (read.value === 0) break
    const taken = await write(place, target, chunk.subarray(0, read.value), to + copied)
    if (!taken.ok) return taken
    copied += read.value
  }
  return ok(undefined)
}
