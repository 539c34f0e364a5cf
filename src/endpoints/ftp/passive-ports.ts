/** Listening for data connections on the ports that are set aside for it. */
import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import type { PortRange } from './options.ts'

/** A port of ours; `close` gives it up at once, whatever becomes of connections that it brought. */
export type Listening = { readonly server: Server; readonly port: number; close(): void }

/** What is listened on by all sessions of the endpoint: so that a taken port costs no attempt. */
export class PassivePorts {
  readonly #taken = new Set<number>()

  get taken(): number {
    return this.#taken.size
  }

  /** Begins anywhere in the range, so that the next port cannot be guessed; null when none is free (case F15). */
  async listen(host: string, range: PortRange | null): Promise<Listening | null> {
    if (range === null) return this.#tryPort(host, 0)
    const ports = range.last - range.first + 1
    const start = randomInt(ports)
    for (let tried = 0; tried < ports; tried++) {
      const port = range.first + ((start + tried) % ports)
      const listening = this.#taken.has(port) ? null : await this.#tryPort(host, port)
      if (listening) return listening
    }
    return null
  }

  async #tryPort(host: string, wanted: number): Promise<Listening | null> {
    this.#taken.add(wanted)
    const server = createServer({ noDelay: true, allowHalfOpen: true, pauseOnConnect: true })
    const port = await portOf(server, host, wanted).finally(() => this.#taken.delete(wanted))
    if (port === null) return null
    this.#taken.add(port)
    const close = (): void => {
      if (server.listening) this.#taken.delete(port)
      server.close()
    }
    server.removeAllListeners('error').on('error', close)
    return { server, port, close }
  }
}

/** Null when somebody else has the port. */
function portOf(server: Server, host: string, wanted: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    })
    server.listen({ host, port: wanted, backlog: 8 }, () => {
      const bound = server.address()
      resolve(typeof bound === 'object' && bound ? bound.port : wanted)
    })
  })
}
