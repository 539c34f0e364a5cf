/** What log, metrics and client hear when a command is refused or fails. */
import { remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import type { Refusal } from '../../base/refusal.ts'
import { aboutVisit } from './on-login.ts'
import { type Reply, reply } from './replies.ts'
import type { Visit } from './visit.ts'

/** Of a path that is logged. */
const PATH_CHARACTERS_MAX = 300
/** What clients ask for in passing, or again and again: refusing it is no news. */
const QUIET: ReadonlySet<string> = new Set(['SLU-MISSING', 'SLU-OPERATION'])

export function tellRefusal(visit: Visit, { code }: Refusal, verb: string, argument: string): void {
  const { house, guest } = visit
  house.tally.refused(code)
  const path = argument.slice(0, PATH_CHARACTERS_MAX)
  const about = { ...aboutVisit(visit), name: guest?.name ?? null, code, do: verb, path }
  if (QUIET.has(code)) house.log.debug('ftp.refused', about)
  else house.log.info('ftp.refused', about)
}

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
