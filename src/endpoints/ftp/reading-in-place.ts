/** A connection that reads into memory that is given to it. Node does so for those that it makes, but not for those that come in. */
import { Socket, type SocketConstructorOpts } from 'node:net'

export type Places = {
  /** Where the next bytes go. */
  readonly room: () => Buffer
  readonly took: (bytes: number) => void
}

type Handle = { readonly reading: boolean }
type WithHandle = { _handle?: Handle | null }

/**
 * A new socket for the same connection, of which nothing was read yet (`pauseOnConnect`). Each 64 KiB that Node reads by itself is a new buffer, and at a
 * gigabyte a second the search for those that are not used any more takes longer than everything else. A test holds the private part that
 * this relies on; where it is missing, or the connection has begun to read, null is answered and the socket stays as it is.
 */
export function readingInPlace(socket: Socket, { room, took }: Places): Socket | null {
  const accepted = socket as Socket & WithHandle
  const handle = accepted._handle
  if (!handle || handle.reading || socket.destroyed || socket.readableLength > 0) return null
  const callback = (bytes: number): boolean => {
    took(bytes)
    return true
  }
  const onread = { buffer: room, callback }
  const options = { handle, allowHalfOpen: true, pauseOnCreate: true, onread }
  const adopted = new Socket(options as unknown as SocketConstructorOpts)
  accepted._handle = null
  socket.destroy() // which no longer has a connection; its server counts it as gone
  return adopted
}
