/** The refusals that the engine itself can give; what concerns files comes from whoever keeps them. */
import { type Refusal, refusal } from '../../base/refusal.ts'

export const NOT_OPEN: Refusal = refusal('SLU-STATE', 'This handle is not open.', 'Open the file again.')

export const NOT_FOR_READING: Refusal = refusal('SLU-READ', 'The file was not opened for reading.', 'Open it to read.')

export const NOT_FOR_WRITING: Refusal = refusal(
  'SLU-WRITE',
  'The file was not opened for writing.',
  'Open it to write.',
)

export const TOO_MANY_HANDLES: Refusal = refusal(
  'SLU-HANDLES',
  'Too many files are open in this session.',
  'Close some of them first.',
)

export const TOO_FAR: Refusal = refusal(
  'SLU-SIZE',
  'The offset is beyond any file that can be kept.',
  'Send the file from its beginning.',
)

export const DRAINING: Refusal = refusal('SLU-BUSY', 'The gateway is about to stop.', 'Connect again in a minute.')

export const CONNECTION_GONE: Refusal = refusal(
  'SLU-PARTIAL',
  'The connection ended before the request was served.',
  'Connect again and repeat it.',
)

export const STORE_SILENT: Refusal = refusal(
  'SLU-STORE',
  'The store does not answer; nothing was kept.',
  'Try again later.',
)

export const TOO_MANY_SESSIONS: Refusal = refusal(
  'SLU-SESSIONS',
  'Too many sessions are open.',
  'Close other sessions, or try again later.',
)

export const LOGIN_ENDED: Refusal = refusal(
  'SLU-SUSPENDED',
  'This account may no longer be used here.',
  'Ask the access manager of your enterprise.',
)

export const IDLE: Refusal = refusal('SLU-BUSY', 'The session was idle for too long.', 'Connect again.')

export const KICKED: Refusal = refusal(
  'SLU-BUSY',
  'An operator has ended this session.',
  'Ask the operators of the gateway before you connect again.',
)

export function notOffered(what: string): Refusal {
  return refusal('SLU-OPERATION', `The server does not offer ${what}.`, 'Do without it.')
}
