/** An upload: what comes over the data connection goes into the file, as much at once as the limits allow. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { OpenFile } from '../files/client-files.ts'
import { Flow, type FlowTotal } from '../sessions/flow.ts'
import { type Piece, Pieces } from './pieces.ts'
import type { DataConnection, DataEnd } from './secure-data.ts'

/** How the data came to its end. */
export type Reception = { readonly ended: DataEnd } | { readonly ended: 'refused'; readonly refusal: Refusal }

/** Who looks whether the client is too slow: while the store holds the data back it is not the client's fault. */
export type Watcher = { count(bytes: number): void; hold(isHeld: boolean): void }

export type ReceiveLimits = { readonly inFlightBytes: number; readonly requests: number }

/** The file begins at `offset`. Resolves when the data has ended and the store took all of it; throws what the store throws. */
export function receiveFile(
  data: DataConnection,
  file: OpenFile,
  offset: number,
  flows: { readonly total: FlowTotal; readonly limits: ReceiveLimits },
  watcher: Watcher,
): Promise<Reception> {
  return new Receiver(data, file, offset, flows, watcher).outcome
}

class Receiver {
  readonly outcome: Promise<Reception>
  readonly #data: DataConnection
  readonly #file: OpenFile
  readonly #flow: Flow
  readonly #watcher: Watcher
  readonly #pieces = new Pieces()
  #writing: Promise<void> | null = null
  #isHeld = false
  #offset: number
  #received = 0
  #trouble: Result<void, Refusal> = ok(undefined)
  #thrown: { readonly error: unknown } | undefined
  #end: DataEnd | undefined
  #settle: (ended: DataEnd) => void = () => {}

  constructor(
    data: DataConnection,
    file: OpenFile,
    offset: number,
    { total, limits }: { readonly total: FlowTotal; readonly limits: ReceiveLimits },
    watcher: Watcher,
  ) {
    this.#data = data
    this.#file = file
    this.#offset = offset
    this.#watcher = watcher
    this.#flow = new Flow(total, limits, () => {
      this.#hold(false)
      data.stream.resume()
    })
    const dataEnd = new Promise<DataEnd>((resolve) => {
      this.#settle = resolve
    })
    data.receive({ room: () => this.#pieces.room, took: (bytes) => this.#took(bytes) })
    data.stream.on('end', () => this.#onEnd())
    data.stream.on('error', () => this.#over('cut'))
    data.stream.on('close', () => this.#over('cut'))
    data.stream.resume()
    // An empty file may have come to its end with the handshake, and a connection may have broken, before anybody listened.
    if (data.stream.readableEnded) this.#onEnd()
    else if (data.stream.destroyed) this.#over('cut')
    this.outcome = dataEnd.then((ended) => this.#finish(ended))
  }

  #onEnd(): void {
    this.#over(this.#data.howItEnded(this.#received))
  }

  #took(bytes: number): void {
    if (this.#end) return
    this.#received += bytes
    this.#watcher.count(bytes)
    if (this.#pieces.isAtBeginning) this.#flow.take(bytes)
    else this.#flow.lengthen(bytes)
    this.#pieces.took(bytes)
    const isFull = !this.#flow.mayTake()
    if (isFull) {
      this.#hold(true)
      this.#data.stream.pause()
    }
    if (isFull || this.#pieces.hasFull) this.#writing ??= this.#writeOff() // what only lies there would never make room
  }

  #hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#watcher.hold(isHeld)
  }

  /** One piece after the other: several at once would only wait for each other at the file, each in a thread that others need. */
  async #writeOff(): Promise<void> {
    for (let piece = this.#next(); piece; piece = this.#next()) await this.#write(piece)
    this.#writing = null
  }

  #next(): Piece | null {
    return this.#isSound() ? this.#pieces.next(this.#isHeld) : null
  }

  #isSound(): boolean {
    return this.#trouble.ok && !this.#thrown
  }

  /** What goes wrong ends the transfer; the first to do so is told. */
  async #write({ bytes, done }: Piece): Promise<void> {
    const offset = this.#offset
    this.#offset += bytes.length
    try {
      const written = await this.#file.write(bytes, offset)
      if (!written.ok) this.#trouble = no(written.problem)
    } catch (error) {
      this.#thrown = { error }
    }
    done()
    this.#flow.release(bytes.length)
    if (this.#isSound()) return
    this.#over('cut')
    this.#data.destroy()
  }

  #over(ended: DataEnd): void {
    if (this.#end) return
    this.#end = ended
    this.#settle(ended)
  }

  async #finish(ended: DataEnd): Promise<Reception> {
    await this.#writing
    for (let piece = this.#pieces.next(true); piece; piece = this.#pieces.next(true))
      if (ended !== 'cut' && this.#isSound()) await this.#write(piece)
      else this.#flow.release(piece.bytes.length) // what is cut off is not kept; and every refusal would take some of what all uploads share
    this.#flow.end()
    if (this.#thrown) throw this.#thrown.error
    return this.#trouble.ok ? { ended } : { ended: 'refused', refusal: this.#trouble.problem }
  }
}
