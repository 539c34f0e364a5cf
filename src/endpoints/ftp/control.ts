/** The control connection: lines in, replies out, and the change to TLS. It knows no commands. */

import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { plainAddress, unmapped } from '../../base/addresses.ts'
import type { Result } from '../../base/result.ts'
import { ControlLines } from './control-lines.ts'
import { type Reply, replyText } from './replies.ts'
import { handshake } from './secure-data.ts'
import type { Security } from './visit.ts'

export type ControlOwner = {
  /** There may be a line. */
  onInput(): void
  /** The client closed its side, or the connection broke. */
  onGone(): void
}

/** Replies that wait for a client that does not read them, before the next command waits too. */
const UNREAD_BYTES_MAX = 64 * 1024

export class Control {
  readonly address: string
  readonly localAddress: string
  readonly #socket: Socket
  readonly #lines: ControlLines
  readonly #owner: ControlOwner
  #stream: Socket | TLSSocket
  #hasEnded = false

  constructor(socket: Socket, lineBytes: () => number, owner: ControlOwner) {
    this.#socket = socket
    this.#stream = socket
    this.#owner = owner
    this.#lines = new ControlLines(lineBytes)
    this.address = plainAddress(socket.remoteAddress)
    this.localAddress = unmapped(socket.localAddress)
    socket.on('close', () => this.#onEnd())
    this.#listen(socket)
  }

  /** Nothing more will come from the client. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  get isEncrypted(): boolean {
    return this.#stream instanceof TLSSocket
  }

  /** DER; null when the client showed none. */
  get certificate(): Uint8Array | null {
    const certificate = this.#stream instanceof TLSSocket ? this.#stream.getPeerCertificate(true) : null
    return certificate?.raw ?? null
  }

  nextLine(): string | 'tooLong' | null {
    return this.#lines.next()
  }

  /** Resolves when the next command may be looked at: at once, unless the client leaves replies unread. */
  async send(reply: Reply): Promise<void> {
    await this.write(replyText(reply))
  }

  /** `text` in the bytes of the wire. */
  async write(text: string): Promise<void> {
    const stream = this.#stream
    if (!stream.writable) return
    stream.write(text, 'latin1')
    if (this.hasUnread) await taken(stream)
  }

  /** The client leaves so many replies unread that it gets no more for now. */
  get hasUnread(): boolean {
    return this.#stream.writableLength > UNREAD_BYTES_MAX
  }

  /** The end of the client would not be heard now. */
  get isPaused(): boolean {
    return this.#stream.isPaused()
  }

  pause(): void {
    this.#stream.pause()
  }

  resume(): void {
    this.#stream.resume()
  }

  /** What the client sent before its handshake is forgotten (case F5). When the handshake fails the connection is gone. */
  async startTls(
    { tls: { asksForCertificate }, context, sessions }: Security,
    seconds: number,
  ): Promise<Result<void, string>> {
    this.#socket.removeAllListeners('data')
    this.#socket.pause()
    this.#lines.discard()
    const tls = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: context,
      server: sessions,
      requestCert: asksForCertificate,
      rejectUnauthorized: false,
    })
    this.#stream = tls
    tls.on('error', () => this.destroy())
    tls.on('close', () => this.#onEnd())
    const done = await handshake(tls, seconds)
    if (done.ok) this.#listen(tls)
    else this.destroy()
    return done
  }

  /** The last reply. */
  end(reply: Reply): void {
    if (this.#stream.writable) this.#stream.end(replyText(reply), 'latin1')
    this.#onEnd()
  }

  destroy(): void {
    this.#stream.destroy()
    this.#socket.destroy()
  }

  #listen(stream: Socket | TLSSocket): void {
    stream.on('data', (chunk: Buffer) => {
      if (this.#hasEnded) return // after the last reply nothing is heard, however long it goes on (case F3)
      this.#lines.add(chunk)
      this.#owner.onInput()
    })
    stream.on('end', () => this.#onEnd())
  }

  #onEnd(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#lines.discard()
    this.#stream.resume()
    this.#owner.onGone()
  }
}

/** Resolves when everything was handed over, or never will be. */
function taken(stream: Socket): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      stream.off('drain', leave).off('close', leave)
      resolve()
    }
    stream.on('drain', leave).on('close', leave)
  })
}
