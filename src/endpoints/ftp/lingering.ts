import type { DataConnection } from './secure-data.ts'

/** After our last byte the client closes its side; one that never does is not waited for longer than this. */
export function lingering({ stream, destroy }: DataConnection, seconds: number): void {
  const timer = setTimeout(destroy, seconds * 1000)
  stream.once('close', () => clearTimeout(timer))
  stream.once('end', destroy)
  stream.resume()
}
