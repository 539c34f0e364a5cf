/** Whether a connection was reset, although it looks as if it had come to its end. */
import type { Socket } from 'node:net'

type Handle = { getpeername(into: object): number }

/**
 * libuv tells the end of a stream when a reset arrives together with the last bytes (it looks at POLLHUP before it reads again), and what a
 * client that crashed had sent would count as whole (case F7). A socket that was reset has no peer any more; the operating system is asked,
 * for Node remembers the peer. A test holds the private part that this relies on.
 */
export function wasReset(socket: Socket): boolean {
  const { _handle: handle } = socket as Socket & { readonly _handle?: Handle | null }
  return handle?.getpeername({}) !== 0
}
