/** What an operator finds in the log when a client says that something does not work. */
import type { Refusal } from '../../base/refusal.ts'
import { aboutVisit } from './on-login.ts'
import type { Reply } from './replies.ts'
import type { Visit } from './visit.ts'

type Line = { readonly verb: string; readonly argument: string | null }

/** Of a path that is logged. */
const PATH_CHARACTERS_MAX = 300
/** What clients ask for in passing, or again and again: refusing it is no news. */
const QUIET: ReadonlySet<string> = new Set(['SLU-MISSING', 'SLU-OPERATION'])
/** Of the data connection: not opened, broken, without the TLS that it must have. */
const TRANSFER_CODES: ReadonlySet<number> = new Set([425, 426, 521, 522])

/** What the files refused. */
export function tellRefused(visit: Visit, { code }: Refusal, line: Line): void {
  const { house } = visit
  house.tally.refused(code)
  const about = { ...aboutLine(visit, line), code }
  if (QUIET.has(code)) house.log.debug('ftp.refused', about)
  else house.log.info('ftp.refused', about)
}

/** A transfer that did not come to its end, most often because of what lies between the client and us. */
export function tellTransfer(visit: Visit, { code: reply, lines: [why] }: Reply, line: Line): void {
  if (TRANSFER_CODES.has(reply)) visit.house.log.info('ftp.transferFailed', { ...aboutLine(visit, line), reply, why })
}

/** `why`: OpenSSL's word for it, such as that of a client that does not trust our certificate. */
export function tellTlsFailed(visit: Visit, why: string): void {
  visit.house.log.info('ftp.tlsFailed', { ...aboutVisit(visit), why })
}

function aboutLine(visit: Visit, { verb, argument }: Line): object {
  const name = visit.guest?.name ?? null
  return { ...aboutVisit(visit), name, do: verb, path: (argument ?? '').slice(0, PATH_CHARACTERS_MAX) }
}
