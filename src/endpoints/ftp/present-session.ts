/** A session as those see it who watch: nothing is counted for them that is not counted anyway. */
import { fileIn, type PresentSession, type Progress } from '../sessions/register.ts'
import type { Guest } from './house.ts'
import type { Transfer } from './transfer.ts'
import type { Visit } from './visit.ts'

export function presentSession(visit: Visit, { name, sender }: Guest): PresentSession {
  const { session, control, house } = visit
  const since = house.now()
  const { done } = visit
  return {
    ...{ session, account: name, sender: sender ?? null, address: control.address, since },
    client: () => visit.client,
    progress: () => progressOf(visit, done),
    kick: () => visit.kick(),
  }
}

function progressOf({ transfer, lastCommandAt }: Visit, done: Visit['done']): Progress {
  const underWay = transfer?.bytes ?? 0
  return {
    ...{ lastAt: lastCommandAt, files: done.files },
    bytesIn: done.bytesIn + (transfer?.direction === 'in' ? underWay : 0),
    bytesOut: done.bytesOut + (transfer?.direction === 'out' ? underWay : 0),
    ...(transfer ? doingOf(transfer) : { doing: null, file: null }),
  }
}

function doingOf({ direction, path }: Transfer): Pick<Progress, 'doing' | 'file'> {
  if (path === null) return { doing: 'listing', file: null }
  return { doing: direction === 'in' ? 'receiving' : 'sending', file: fileIn(path) }
}
