/** Requests about files and listings that are open. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { unreachable } from '../../base/unreachable.ts'
import type { ListedFile } from '../files/client-files.ts'
import { normalised } from '../files/paths.ts'
import {
  answer,
  attributesPacket,
  DataPacket,
  done,
  endOfFile,
  namesPacket,
  type Reply,
  volumePacket,
} from './answers.ts'
import { copyBetween } from './copy.ts'
import { dispose, type FileHandle, type ListingHandle } from './handles.ts'
import { CONNECTION_GONE, NOT_FOR_READING, NOT_OPEN, notOffered } from './refusals.ts'
import type { HandleOperation } from './requests.ts'
import { payloadBytesMax, type Workplace } from './workplace.ts'
import { write } from './writing.ts'

type Read = Extract<HandleOperation, { readonly do: 'read' }>

export function onHandle(place: Workplace, id: number, operation: HandleOperation): Promise<Reply> {
  if (operation.do === 'close') return close(place, id, operation.handle)
  const found = place.handles.get(operation.handle)
  const isListing = operation.do === 'readdir'
  if (found?.kind === 'listing' && isListing) return found.lane.alone(() => nextNames(place, id, found))
  if (found?.kind === 'file' && !isListing) return onFile(place, id, operation, found)
  return Promise.resolve(no(NOT_OPEN))
}

async function onFile(
  place: Workplace,
  id: number,
  operation: Exclude<HandleOperation, { readonly do: 'close' | 'readdir' }>,
  handle: FileHandle,
): Promise<Reply> {
  const { file, lane, path } = handle
  switch (operation.do) {
    case 'read':
      return read(place, id, operation, handle)
    case 'write':
      return done(id, await write(place, handle, operation.bytes, operation.offset))
    case 'fstat':
      return answer(await lane.alone(() => file.attributes()), (attributes) => attributesPacket(id, attributes))
    case 'fsetstat':
      return done(id, await lane.alone(() => file.change(operation.attributes)))
    case 'fsync':
      return done(id, await lane.alone(() => file.sync()))
    case 'copy':
      return done(id, await copyBetween(place, handle, place.handles.file(operation.target), operation.span))
    case 'fstatvfs':
      return answer((await place.files.volume?.(path)) ?? no(notOffered('fstatvfs')), (volume) =>
        volumePacket(id, volume),
      )
    default:
      return unreachable(operation)
  }
}

async function read(place: Workplace, id: number, { offset, length }: Read, handle: FileHandle): Promise<Reply> {
  if (!handle.flags.read) return no(NOT_FOR_READING)
  if (offset + length > Number.MAX_SAFE_INTEGER) return ok(endOfFile(id))
  const data = new DataPacket(id, Math.min(length, payloadBytesMax(place.limits)))
  const result = await handle.lane.read(() => handle.file.read(offset, data.room))
  if (result.ok) place.onBytes('out', result.value)
  return answer(result, (bytes) => (bytes === 0 ? endOfFile(id) : data.holding(bytes)))
}

/** Names are told in small portions, whatever the size of the store's pages (case S22). */
async function nextNames(place: Workplace, id: number, listing: ListingHandle): Promise<Reply> {
  while (listing.rest.length === 0) {
    const page = await listing.pages.next()
    if (page.done) return ok(endOfFile(id))
    listing.rest = page.value
  }
  const portion: readonly ListedFile[] = listing.rest.slice(0, place.limits.pageNames)
  listing.rest = listing.rest.slice(portion.length)
  return ok(namesPacket(id, portion, place.now()))
}

/**
 * The end of a file: after every write that came before it, and never after the connection is gone (case S15). A refusal
 * during the writes is told again here, for most clients look at the answer to CLOSE alone.
 */
function close(place: Workplace, id: number, handleId: string): Promise<Reply> {
  const handle = place.handles.remove(handleId)
  if (!handle) return Promise.resolve(no(NOT_OPEN))
  const work = (): Promise<Result<void, Refusal>> =>
    handle.kind === 'file' && handle.flags.write && !handle.refused && !place.isGone()
      ? handle.file.close()
      : dispose(handle).then(() => outcomeOf(place, handle.kind === 'file' ? handle : undefined))
  return place.order
    .about([normalised(handle.path)], () => handle.lane.alone(work))
    .then((result) => {
      if (result.ok && handle.kind === 'file') place.onFile()
      return done(id, result)
    })
}

function outcomeOf(place: Workplace, handle: FileHandle | undefined): Result<void, Refusal> {
  if (handle?.refused) return no(handle.refused)
  return handle?.flags.write && place.isGone() ? no(CONNECTION_GONE) : ok(undefined)
}
