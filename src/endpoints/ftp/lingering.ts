import type { DataConnection } from './secure-data.ts'

type Host = {
  lingering: DataConnection | null
  readonly house: { readonly limits: { readonly dataSeconds: number } }
}

/**
 * After our last byte the client closes its side. Closing ours before would reset the connection if the client had sent anything, and what it
 * has not received yet would be lost. One that never closes is not waited for longer than `dataSeconds`, its next download or its session.
 */
export function lingering(visit: Host, data: DataConnection): void {
  const { stream, destroy } = data
  visit.lingering?.destroy()
  visit.lingering = data
  if (stream.readableEnded || stream.closed) {
    destroy()
    return
  }
  const timer = setTimeout(destroy, visit.house.limits.dataSeconds * 1000)
  stream.once('close', () => clearTimeout(timer))
  stream.once('end', destroy)
  stream.resume()
}
