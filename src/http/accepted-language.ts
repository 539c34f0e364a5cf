/** What a client wants to be spoken to in, also where its request cannot be read. */
import type { Socket } from 'node:net'
import type { HttpApp } from './listener.ts'

const ASKED = new WeakMap<Socket, string>()
const HEADER = /^accept-language:[ \t]*([^\r\n]*)/im

/** Call before other hooks: they may answer. */
export function rememberLanguages(app: HttpApp): void {
  app.addHook('onRequest', async ({ raw, headers }) => {
    ASKED.set(raw.socket, headers['accept-language'] ?? '')
  })
}

/** From the bytes with which the reading ended, as far as they tell it; else as the last request that could be had it, for nobody else is on this connection. */
export function acceptedOn(socket: Socket, unreadable: Error): string | undefined {
  const bytes = 'rawPacket' in unreadable && Buffer.isBuffer(unreadable.rawPacket) ? unreadable.rawPacket : null
  return HEADER.exec(bytes?.toString('latin1') ?? '')?.[1] ?? ASKED.get(socket)
}
