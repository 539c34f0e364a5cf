/** Requests that name files and open none. */
import { no } from '../../base/result.ts'
import { unreachable } from '../../base/unreachable.ts'
import type { ClientFiles } from '../files/client-files.ts'
import { normalised } from '../files/paths.ts'
import { answer, attributesPacket, done, pathPacket, type Reply, volumePacket } from './answers.ts'
import { CONNECTION_GONE, notOffered } from './refusals.ts'
import type { NameOperation } from './requests.ts'
import type { Workplace } from './workplace.ts'

/** What changes more than one name, or all below it, waits for everything before it. */
const ALONE: ReadonlySet<NameOperation['do']> = new Set(['rename', 'mkdir', 'rmdir', 'symlink', 'hardlink'])

export function onName(place: Workplace, id: number, operation: NameOperation): Promise<Reply> {
  const work = async (): Promise<Reply> => (place.isGone() ? no(CONNECTION_GONE) : perform(place.files, id, operation))
  return ALONE.has(operation.do) ? place.order.alone(work) : place.order.about([normalised(operation.path)], work)
}

async function perform(files: ClientFiles, id: number, operation: NameOperation): Promise<Reply> {
  const { path } = operation
  const missing = no(notOffered(operation.do))
  switch (operation.do) {
    case 'realpath':
      return answer(await files.resolve(path), (resolved) => pathPacket(id, resolved))
    case 'stat':
      return answer(await files.stat(path), (attributes) => attributesPacket(id, attributes))
    case 'lstat':
      return answer(await files.lstat(path), (attributes) => attributesPacket(id, attributes))
    case 'remove':
      return done(id, await files.remove(path))
    case 'rename':
      return done(id, await files.rename(path, operation.to, operation.overwrite))
    case 'setstat':
      return done(id, await files.change(path, operation.attributes))
    case 'mkdir':
      return done(id, (await files.makeFolder?.(path, operation.attributes)) ?? missing)
    case 'rmdir':
      return done(id, (await files.removeFolder?.(path)) ?? missing)
    case 'symlink':
      return done(id, (await files.makeLink?.(path, operation.target)) ?? missing)
    case 'hardlink':
      return done(id, (await files.makeHardLink?.(path, operation.to)) ?? missing)
    case 'readlink':
      return answer((await files.readLink?.(path)) ?? missing, (target) => pathPacket(id, target))
    case 'statvfs':
      return answer((await files.volume?.(path)) ?? missing, (volume) => volumePacket(id, volume))
    default:
      return unreachable(operation)
  }
}
