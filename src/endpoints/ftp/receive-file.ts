/** An upload: what comes over the data connection goes into the file, as much at once as the limits allow. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { OpenFile } from '../files/client-files.ts'
import { Flow, type FlowTotal } from '../sessions/flow.ts'
import type { DataConnection, DataEnd } from './secure-data.ts'

/** How the data came to its end. */
export type Reception = { readonly ended: DataEnd } | { readonly ended: 'refused'; readonly refusal: Refusal }

/** TLS brings records of 16 KiB at most; the store is asked for several of them at once. */
const PIECE_BYTES = 256 * 1024
/** So many chunks are handed on also when they are small: each costs far more than its bytes. */
const CHUNKS_MAX = 1024
const NOTHING = Buffer.alloc(0)

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
  readonly #gathered: Buffer[] = []
  #gatheredBytes = 0
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
    data.stream.on('data', (chunk: Buffer) => this.#take(chunk))
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

  #take(chunk: Buffer): void {
    if (this.#end) return
    this.#received += chunk.length
    this.#watcher.count(chunk.length)
    this.#gathered.push(chunk)
    this.#gatheredBytes += chunk.length
    this.#flow.take(chunk.length)
    const isFull = !this.#flow.mayTake()
    if (isFull || this.#isPiece()) this.#writing ??= this.#writeOff() // what is only gathered would never make room
    if (!isFull) return
    this.#hold(true)
    this.#data.stream.pause()
  }

  #hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#watcher.hold(isHeld)
  }

  #isPiece(): boolean {
    return this.#gatheredBytes >= PIECE_BYTES || this.#gathered.length >= CHUNKS_MAX
  }

  /** One piece after the other: several at once would only wait for each other at the file, each in a thread that others need. */
  async #writeOff(): Promise<void> {
    do await this.#write(this.#nextPiece())
    while (this.#isSound() && this.#gathered.length > 0 && (this.#isHeld || this.#isPiece()))
    this.#writing = null
  }

  #isSound(): boolean {
    return this.#trouble.ok && !this.#thrown
  }

  #nextPiece(): Buffer[] {
    let bytes = 0
    const last = this.#gathered.findIndex(({ length }) => {
      bytes += length
      return bytes >= PIECE_BYTES
    })
    const chunks = this.#gathered.splice(0, last === -1 ? this.#gathered.length : last + 1)
    this.#gatheredBytes -= bytes
    return chunks
  }

  #release(chunks: readonly Buffer[]): void {
    for (const { length } of chunks) this.#flow.release(length)
  }

  /** What goes wrong ends the transfer; the first to do so is told. */
  async #write(chunks: readonly Buffer[]): Promise<void> {
    const [first = NOTHING, ...more] = chunks
    const bytes = more.length === 0 ? first : Buffer.concat(chunks)
    const offset = this.#offset
    this.#offset += bytes.length
    try {
      const written = await this.#file.write(bytes, offset)
      if (!written.ok) this.#trouble = no(written.problem)
    } catch (error) {
      this.#thrown = { error }
    }
    this.#release(chunks)
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
    while (ended !== 'cut' && this.#isSound() && this.#gathered.length > 0) await this.#write(this.#nextPiece())
    this.#release(this.#gathered.splice(0)) // what is cut off is not kept; and every refusal would take some of what all uploads share
    this.#flow.end()
    if (this.#thrown) throw this.#thrown.error
    return this.#trouble.ok ? { ended } : { ended: 'refused', refusal: this.#trouble.problem }
  }
}
