/** WRITE: ok only after the store took the bytes; the first thing that goes wrong settles the fate of the file. */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { FileHandle } from './handles.ts'
import { NOT_FOR_WRITING, STORE_SILENT, TOO_FAR } from './refusals.ts'
import type { Workplace } from './workplace.ts'

export async function write(
  place: Pick<Workplace, 'onBytes'>,
  handle: FileHandle,
  bytes: Uint8Array,
  offset: number,
): Promise<Result<void, Refusal>> {
  if (!handle.flags.write) return no(NOT_FOR_WRITING)
  const taken = await inLine(handle, bytes, offset)
  if (taken.ok) place.onBytes('in', bytes.length)
  else handle.refused ??= taken.problem
  return taken
}

function inLine(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<Result<void, Refusal>> {
  const work = (): Promise<Result<void, Refusal>> => take(handle, bytes, offset)
  return handle.flags.append ? handle.lane.alone(work) : handle.lane.write(offset, bytes.length, work)
}

async function take(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<Result<void, Refusal>> {
  if (handle.refused) return no(handle.refused)
  if (offset + bytes.length > Number.MAX_SAFE_INTEGER) return no(TOO_FAR)
  try {
    return await handle.file.write(bytes, offset)
  } catch (error) {
    handle.refused ??= STORE_SILENT
    throw error
  }
}
