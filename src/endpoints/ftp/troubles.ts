/** What log and client hear when a command fails. */
import { remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { aboutVisit } from './on-login.ts'
import { type Reply, reply } from './replies.ts'
import type { Visit } from './visit.ts'

/** The one place of the engine that looks at thrown errors: a store that does not answer, or a bug of ours (case F18). */
export function excuse(visit: Visit, error: unknown, doing: string): Reply {
  const { house, guest } = visit
  const about = { ...aboutVisit(visit), name: guest?.name ?? null, do: doing, ...errorFields(error) }
  const remedy = remedyFor(error)
  if (remedy === 'retry') house.log.warn('ftp.storeSilent', about)
  else house.log.error(remedy === 'park' ? 'ftp.storeCorrupt' : 'ftp.bug', about)
  visit.isLeaving ||= remedy === 'crash' || remedy === 'stop'
  return reply('storeSilent')
}
