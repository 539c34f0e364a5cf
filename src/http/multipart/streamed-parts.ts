/**
 * The parts of a `multipart/form-data` body (RFC 7578, RFC 2046 §5.1) as they come in, with memory for a chunk and no more. Read strictly:
 * lines end in CRLF, headers are well formed, nothing is unpacked or decoded.
 */
import { MultipartFault } from './multipart-fault.ts'
import { type PartHeaders, partHeaders } from './part-headers.ts'

export type PartLimits = {
  readonly partsMax: number
  /** Of all headers of a part; 4 KiB when left out. */
  readonly headerBytesMax?: number
}

export type StreamedPart = PartHeaders & {
  /** Its bytes, to be read before the next part is asked for; what was not read then is skipped. A slow reader holds up the client. */
  readonly chunks: AsyncIterable<Buffer>
}

/** With which the delimiter begins. */
const CR = 0x0d
const CRLF = Buffer.from('\r\n')
const HEADERS_END = Buffer.from('\r\n\r\n')
const HEADER_BYTES_MAX = 4096
const PADDING_BYTES_MAX = 256
/** What may stand before the first boundary and behind the last. */
const OUTSIDE_BYTES_MAX = 4096

/**
 * `source` is read to its end unless somebody stops before, or throws, and then its iterator is told. Throws a `MultipartFault` as soon as a
 * body cannot be right any more.
 */
export async function* streamedParts(
  source: AsyncIterable<Buffer>,
  boundary: string,
  { partsMax, headerBytesMax = HEADER_BYTES_MAX }: PartLimits,
): AsyncGenerator<StreamedPart, void, undefined> {
  const bytes = new Pulled(source)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  bytes.unread(CRLF) // the first boundary may stand at the very beginning
  try {
    await skipped(bytes.until(delimiter))
    for (let parts = 0; !(await isLast(bytes)); parts += 1) {
      if (parts >= partsMax) throw new MultipartFault('tooManyParts')
      const headers = partHeaders(await headerBlock(bytes, headerBytesMax))
      const chunks = bytes.until(delimiter)
      yield { ...headers, chunks }
      for await (const _ of chunks);
    }
    await skipped(bytes.all())
  } finally {
    await bytes.letGo()
  }
}

/** The whole part as bytes. Throws a `MultipartFault` when it has more than `bytesMax`. */
export async function wholePart({ chunks }: StreamedPart, bytesMax: number): Promise<Buffer> {
  const kept: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > bytesMax) throw new MultipartFault('tooLarge')
    kept.push(Buffer.from(chunk))
  }
  return Buffer.concat(kept)
}

/** Behind a delimiter: two hyphens end the form, a line end begins a part; both after spaces that a mail gateway may have added. */
async function isLast(bytes: Pulled): Promise<boolean> {
  if ((await bytes.exactly(2)).equals(Buffer.from('--'))) return true
  bytes.giveBack(2)
  const padding = await bytes.lineBefore(CRLF, PADDING_BYTES_MAX)
  if (padding === null || /[^ \t]/.test(padding)) throw new MultipartFault('malformed')
  return false
}

async function headerBlock(bytes: Pulled, bytesMax: number): Promise<string> {
  const block = await bytes.lineBefore(HEADERS_END, bytesMax)
  if (block === null) throw new MultipartFault('headersTooLarge')
  return block
}

async function skipped(chunks: AsyncIterable<Buffer>): Promise<void> {
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > OUTSIDE_BYTES_MAX) throw new MultipartFault('malformed')
  }
}

/** Bytes that are taken from their source when somebody wants them. */
class Pulled {
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)
  #given: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Nobody wants any more of them. */
  async letGo(): Promise<void> {
    await this.#source.return?.()
  }

  unread(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held])
  }

  /** Of what `exactly` has given last. */
  giveBack(length: number): void {
    this.unread(this.#given.subarray(this.#given.length - length))
  }

  async exactly(length: number): Promise<Buffer> {
    while (this.#held.length < length) await this.#more()
    this.#given = this.#taken(length)
    return this.#given
  }

  /** What stands before the mark, as bytes of Latin-1; null when the mark is not within `bytesMax`. The mark is taken too. */
  async lineBefore(mark: Buffer, bytesMax: number): Promise<string | null> {
    for (;;) {
      const at = this.#held.indexOf(mark)
      if (at > bytesMax || (at === -1 && this.#held.length > bytesMax + mark.length)) return null
      if (at !== -1) return this.#taken(at + mark.length).toString('latin1', 0, at)
      await this.#more()
    }
  }

  /** What stands before the mark, which is taken too. Whoever stops and begins again goes on where it was. */
  until(mark: Buffer): AsyncIterable<Buffer> {
    let isOver = false
    const chunks = async function* (this: Pulled): AsyncGenerator<Buffer, void, undefined> {
      while (!isOver) {
        const at = this.#held.indexOf(mark)
        const sure = at === -1 ? this.#held.length - begunAtEnd(this.#held, mark) : at
        if (sure > 0) yield this.#taken(sure)
        else if (at === 0) isOver = this.#taken(mark.length).length > 0
        else await this.#more()
      }
    }
    return { [Symbol.asyncIterator]: chunks.bind(this) }
  }

  async *all(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      if (this.#held.length > 0) yield this.#taken(this.#held.length)
      const { done, value } = await this.#source.next()
      if (done) return
      this.#held = value
    }
  }

  #taken(length: number): Buffer {
    const taken = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    return taken
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next()
    if (done) throw new MultipartFault('cut')
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value])
  }
}

/** So many of the last bytes may be the beginning of a mark: most often none, so that the next chunk stays as it is. */
function begunAtEnd(bytes: Buffer, mark: Buffer): number {
  const from = Math.max(0, bytes.length - mark.length + 1)
  for (let at = bytes.indexOf(CR, from); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    const length = bytes.length - at
    if (bytes.compare(mark, 0, length, at) === 0) return length
  }
  return 0
}
