/** A request as those see it who watch: a session as long as its answer has not gone out. */
import type { HttpReply, HttpRequest } from '../../http/listener.ts'
import type { PresentSession, Progress } from '../sessions/register.ts'
import type { Caller } from './caller.ts'
import type { WebGround } from './ground.ts'

/** Until the answer has gone out, or the client has. */
export function watchRequest(
  request: HttpRequest,
  reply: HttpReply,
  caller: Caller,
  { register, now }: WebGround,
): void {
  const { socket } = request.raw
  const since = now()
  const before = { in: socket.bytesRead, out: socket.bytesWritten }
  const progress = (): Progress => {
    const bytesIn = socket.bytesRead - before.in
    const bytesOut = socket.bytesWritten - before.out
    return {
      lastAt: since,
      bytesIn,
      bytesOut,
      files: 0,
      doing: request.raw.complete ? 'sending' : 'receiving',
      file: null,
    }
  }
  const client = clientOf(request)
  const present = presentRequest(caller, request.id, {
    since,
    progress,
    client: () => client,
    kick: () => socket.destroy(),
  })
  register.enter(present)
  reply.raw.once('close', () => register.leave(present))
}

/** One that is answered as soon as it is known whose it is: seen for its program's sake. */
export function noteRequest(
  caller: Caller,
  { id, client }: { readonly id: string; readonly client: string },
  { register, now }: WebGround,
): void {
  const since = now()
  const progress = (): Progress => ({ lastAt: since, bytesIn: 0, bytesOut: 0, files: 0, doing: null, file: null })
  const present = presentRequest(caller, id, { since, progress, client: () => client, kick: () => {} })
  register.enter(present)
  register.leave(present)
}

/** As much as an SSH client may say of itself: what is kept for many requests must not be as long as all their headers. */
const CLIENT_CHARACTERS_MAX = 255

export function clientOf({ headers }: Pick<HttpRequest, 'headers'>): string {
  return (headers['user-agent'] ?? '').slice(0, CLIENT_CHARACTERS_MAX)
}

function presentRequest(
  { visitor }: Caller,
  session: string,
  rest: Pick<PresentSession, 'since' | 'progress' | 'client' | 'kick'>,
): PresentSession {
  const { principal: account, sender, address } = visitor
  return { session, account, sender, address, ...rest }
}
