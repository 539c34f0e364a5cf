/**
 * Answers on their way to the client. Those that become ready in the same turn go out in one write; nothing is handed to
 * ssh2 while the socket or the client's window is full, so that a client who does not read costs a bounded amount.
 */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

type Answer = { readonly packet: Buffer; readonly onHandedOver: () => void }

/** Bytes that the socket may hold before we wait for it. */
const SOCKET_BYTES_MAX = 1024 * 1024
/** Smaller answers are joined up to this size; larger ones go alone. */
const JOINED_BYTES = 32 * 1024

export class Outbox {
  readonly #channel: Duplex
  readonly #socket: Socket
  readonly #isHeld: () => boolean
  #answers: Answer[] = []
  #scheduled = false
  #ended = false

  /** `isHeld` says that nothing may go out now (a key exchange is under way); `flush` is called when that is over. */
  constructor(channel: Duplex, socket: Socket, isHeld: () => boolean) {
    this.#channel = channel
    this.#socket = socket
    this.#isHeld = isHeld
  }

  send(packet: Buffer, onHandedOver: () => void): void {
    this.#answers.push({ packet, onHandedOver })
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(this.flush)
  }

  readonly flush = (): void => {
    this.#scheduled = false
    if (this.#ended || this.#answers.length === 0) return
    this.#socket.cork()
    while (this.#answers.length > 0 && this.#mayWrite()) this.#writeSome()
    this.#socket.uncork()
  }

  /** Nothing more can go out: what waits is let go. */
  end(): void {
    this.#ended = true
    for (const { onHandedOver } of this.#answers.splice(0)) onHandedOver()
  }

  #mayWrite(): boolean {
    if (this.#isHeld()) return false
    if (this.#channel.writableNeedDrain) return this.#flushOn(this.#channel)
    if (this.#socket.writableLength > SOCKET_BYTES_MAX) return this.#flushOn(this.#socket)
    return true
  }

  #flushOn(full: Duplex): false {
    if (!this.#scheduled) full.once('drain', this.flush)
    this.#scheduled = true
    return false
  }

  #writeSome(): void {
    let bytes = 0
    let count = 0
    for (const { packet } of this.#answers) {
      if (count > 0 && bytes + packet.length > JOINED_BYTES) break
      bytes += packet.length
      count += 1
    }
    const some = this.#answers.splice(0, count)
    const [first] = some
    const joined =
      count === 1 && first
        ? first.packet
        : Buffer.concat(
            some.map(({ packet }) => packet),
            bytes,
          )
    this.#channel.write(joined)
    for (const { onHandedOver } of some) onHandedOver()
  }
}
