/** A client that says exactly what a test wants, in clear or over TLS, and waits for whole replies. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import * as tls from 'node:tls'
import { PASSWORD } from './rig.ts'

const HOST = '127.0.0.1'

export type SecureOptions = Pick<tls.ConnectionOptions, 'minVersion' | 'maxVersion' | 'session' | 'key' | 'cert'>

export type DataSocket = {
  readonly stream: Socket | tls.TLSSocket
  /** Below TLS, or the same. */
  readonly raw: Socket
}

export class RawClient implements AsyncDisposable {
  readonly raw: Socket
  stream: Socket | tls.TLSSocket
  /** The newest TLS session of the control connection. */
  session: Buffer | null = null
  readonly #options: SecureOptions
  readonly #replies: string[] = []
  #waiting: ((reply: string) => void) | null = null
  /** The newest reply that told a passive port. */
  told = ''
  #text = ''
  #isClosed = false

  constructor(raw: Socket, options: SecureOptions) {
    this.raw = raw
    this.stream = raw
    this.#options = options
    raw.on('error', () => {}).once('close', () => this.#close())
    this.#listen(raw)
  }

  /** `251 text`, with several lines as they came; `closed` when the connection ended instead. */
  async reply(): Promise<string> {
    const ready = this.#replies.shift()
    if (ready !== undefined) return ready
    if (this.#isClosed) return 'closed'
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  /** The code alone. */
  async code(): Promise<string> {
    return (await this.reply()).slice(0, 3)
  }

  /** In the bytes of the wire. */
  send(...lines: readonly string[]): void {
    this.stream.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1')
  }

  async ask(line: string): Promise<string> {
    this.send(line)
    return this.reply()
  }

  async codeOf(line: string): Promise<string> {
    return (await this.ask(line)).slice(0, 3)
  }

  /** All replies until the connection is closed. */
  async rest(): Promise<string[]> {
    const replies: string[] = []
    for (let reply = await this.reply(); reply !== 'closed'; reply = await this.reply()) replies.push(reply)
    return replies
  }

  async logIn(user = 'user', password = PASSWORD): Promise<string> {
    await this.ask(`USER ${user}`)
    return this.ask(`PASS ${password}`)
  }

  async startTls(): Promise<void> {
    const reply = await this.ask('AUTH TLS')
    if (!reply.startsWith('234')) throw new Error(reply)
    await this.wrap()
  }

  /** TLS with nothing said before. */
  async wrap(): Promise<void> {
    this.raw.removeAllListeners('data')
    const secure = tls.connect({ socket: this.raw, rejectUnauthorized: false, ...this.#options })
    secure
      .on('error', () => {})
      .on('session', (session) => {
        this.session = session
      })
    this.stream = secure
    this.#listen(secure)
    await once(secure, 'secureConnect')
  }

  /** With TLS on both connections. */
  async goPrivate(): Promise<void> {
    await this.startTls()
    await this.logIn()
    await this.ask('PBSZ 0')
    await this.ask('PROT P')
  }

  async passivePort(): Promise<number> {
    const reply = await this.ask('EPSV')
    const port = /\|\|\|(\d+)\|/.exec(reply)?.[1]
    if (port === undefined) throw new Error(reply)
    return Number(port)
  }

  /** A data connection of this client's, in clear. */
  async data(): Promise<Socket> {
    return dataTo(await this.passivePort())
  }

  /** Begins a transfer with a data connection as the control connection has it. The 150 is read. */
  async transfer(command: string, options: SecureOptions = {}): Promise<DataSocket> {
    const raw = await this.data()
    this.send(command)
    const reply = await this.reply()
    if (!reply.startsWith('150')) throw new Error(reply)
    if (!(this.stream instanceof tls.TLSSocket)) return { stream: raw, raw }
    return { stream: await this.secured(raw, options), raw }
  }

  async secured(raw: Socket, options: SecureOptions = {}): Promise<tls.TLSSocket> {
    const session = this.session ?? undefined
    const usual = { ...this.#options, ...(session && { session }), ...options }
    const secure = tls.connect({ socket: raw, rejectUnauthorized: false, ...usual })
    secure.on('error', () => {})
    await Promise.race([once(secure, 'secureConnect'), once(secure, 'close')])
    await new Promise(setImmediate) // our own end of the handshake goes out first
    return secure
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.raw.destroy()
  }

  #listen(stream: Socket): void {
    stream.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')))
    stream.once('close', () => this.#close())
  }

  #take(text: string): void {
    this.#text += text
    for (let whole = WHOLE.exec(this.#text); whole; whole = WHOLE.exec(this.#text)) {
      this.#text = this.#text.slice(whole[0].length)
      this.#give(whole[0].trimEnd())
    }
  }

  #give(reply: string): void {
    if (reply.startsWith('229')) this.told = reply
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting) waiting(reply)
    else this.#replies.push(reply)
  }

  #close(): void {
    this.#isClosed = true
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.('closed')
  }
}

/** One line, or several from `123-` to `123 `. */
const WHOLE = /^(?:(\d{3})-.*?\r\n(?=\1 ))?\d{3} [^\r\n]*\r\n/s

export type ClientOptions = SecureOptions & {
  readonly localAddress?: string
  readonly isImplicit?: boolean
  /** Goes on talking when the other side has ended. */
  readonly isStubborn?: boolean
}

/** Greeted. */
export async function visit(port: number, options: ClientOptions = {}): Promise<RawClient> {
  const { localAddress, isImplicit, isStubborn, ...secure } = options
  const from = localAddress === undefined ? {} : { localAddress }
  const raw = connect({ host: HOST, port, noDelay: true, allowHalfOpen: isStubborn ?? false, ...from })
  const client = new RawClient(raw, secure)
  await once(raw, 'connect')
  if (isImplicit) await client.wrap()
  await client.reply()
  return client
}

/** Greeted and logged in, in clear. */
export async function member(port: number, user = 'user', options: ClientOptions = {}): Promise<RawClient> {
  const client = await visit(port, options)
  const reply = await client.logIn(user)
  if (!reply.startsWith('230')) throw new Error(reply)
  return client
}

export async function dataTo(port: number, localAddress?: string): Promise<Socket> {
  const options = { host: HOST, port, noDelay: true, allowHalfOpen: true }
  const socket = connect(localAddress === undefined ? options : { ...options, localAddress })
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** Everything a connection brings until the other side ends it. */
export async function bytesOf(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  if (!socket.closed && !socket.readableEnded)
    await new Promise((resolve) => socket.once('end', resolve).once('close', resolve))
  return Buffer.concat(chunks)
}

export function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => (socket.closed ? resolve(null) : socket.once('close', resolve)))
}

/** RST at once; Node's own `resetAndDestroy` says FIN before it. */
export async function reset(socket: Socket): Promise<void> {
  const handle: { reset(done: () => void): void } = Reflect.get(socket, '_handle')
  await new Promise<void>((resolve) => handle.reset(resolve))
  socket.destroy()
}
