/** What a client of TLS 1.2 needs to resume a session that it knows by its id: those that take no tickets, curl among them, have nothing else. */
import { createServer, type Server } from 'node:net'

/**
 * Node asks a server's listeners for sessions, so this is one that never listens. It remembers the first session, which is the control connection's;
 * whoever begins another one on a data connection does not resume.
 */
export function sessionMemory(): Server {
  let remembered: { readonly id: Buffer; readonly session: Buffer } | null = null
  return createServer()
    .on('newSession', (id: Buffer, session: Buffer, done: () => void) => {
      remembered ??= { id, session }
      done()
    })
    .on('resumeSession', (id: Buffer, done: (error: null, session: Buffer | null) => void) => {
      done(null, remembered?.id.equals(id) ? remembered.session : null)
    })
}
