/** A client's two connections, byte by byte. */
import { constants } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { Inbox } from './inbox.ts'

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'

/** Without tickets sessions are known by their ids, in TLS 1.2. */
export type TlsUse = { readonly version: TlsVersion; readonly tickets: boolean }

export class ControlLink {
  readonly #socket: Socket
  #tls: TLSSocket | null = null
  #inbox: Inbox
  #session: Buffer | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#inbox = new Inbox(socket)
    socket.on('error', () => {})
  }

  static async to(port: number): Promise<ControlLink> {
    const socket = connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    return new ControlLink(socket)
  }

  /** Of this connection, for its data connections to resume. */
  get session(): Buffer | undefined {
    return this.#session
  }

  get inbox(): Inbox {
    return this.#inbox
  }

  send(bytes: string): void {
    const stream = this.#tls ?? this.#socket
    stream.write(bytes, 'latin1')
  }

  async startTls(use: TlsUse): Promise<void> {
    this.#socket.removeAllListeners('data')
    const tls = connectTls(tlsOptions(this.#socket, use))
    tls.on('error', () => {})
    tls.on('session', (session) => {
      this.#session = session
    })
    this.#tls = tls
    this.#inbox = new Inbox(tls)
    await once(tls, 'secureConnect')
  }

  /** Says good-bye to TLS and TCP, but not to FTP. */
  end(): void {
    const stream = this.#tls ?? this.#socket
    stream.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }
}

/** One data connection. */
export class DataLink {
  readonly #socket: Socket
  #tls: TLSSocket | null = null
  #inbox: Inbox

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#inbox = new Inbox(socket)
    socket.on('error', () => {})
  }

  static async to(port: number, localAddress: string): Promise<DataLink> {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    await once(socket, 'connect')
    return new DataLink(socket)
  }

  static async from(server: Server): Promise<DataLink> {
    const [socket] = (await once(server, 'connection')) as [Socket]
    server.close()
    return new DataLink(socket)
  }

  get inbox(): Inbox {
    return this.#inbox
  }

  /** False when the handshake fails. */
  async startTls(use: TlsUse, session: Buffer | undefined): Promise<boolean> {
    this.#socket.removeAllListeners('data')
    const tls = connectTls({ ...tlsOptions(this.#socket, use), ...(session && { session }) })
    this.#tls = tls
    this.#inbox = new Inbox(tls)
    return new Promise((resolve) => {
      tls.once('secureConnect', () => resolve(true))
      tls.on('error', () => resolve(false)).once('close', () => resolve(false))
    })
  }

  /** Resolves when the bytes left this process. */
  send(bytes: string): Promise<void> {
    const stream = this.#tls ?? this.#socket
    return new Promise((resolve) => void stream.write(bytes, 'latin1', () => resolve()))
  }

  /** Reads nothing for a while. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** As a well-behaved client ends: with close_notify where there is TLS. */
  end(): void {
    const stream = this.#tls ?? this.#socket
    stream.end()
  }

  /** TCP's reset alone: Node's own `resetAndDestroy` says that the stream has ended first. */
  reset(): void {
    Object.assign(this.#socket, { resetAndClosing: true }).destroy()
  }

  /** Ends TCP, and TLS without a word. */
  cut(): void {
    this.#socket.destroy()
  }
}

/** Where the gateway shall connect to. */
export async function dataPort(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

function tlsOptions(socket: Socket, { version, tickets }: TlsUse): ConnectionOptions {
  const secureOptions = tickets ? 0 : constants.SSL_OP_NO_TICKET
  return { socket, rejectUnauthorized: false, minVersion: version, maxVersion: version, secureOptions }
}
