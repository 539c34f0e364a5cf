/** SFTP version 3 on the wire (draft-ietf-secsh-filexfer-02): numbers, cutting the stream into packets, reading and writing fields. */
import type { BytePath } from '../files/client-files.ts'

export const TYPE = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
  extendedReply: 201,
} as const

export const STATUS = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  unsupported: 8,
} as const

export type StatusCode = (typeof STATUS)[keyof typeof STATUS]

export const LENGTH_BYTES = 4

/**
 * Cuts the client's bytes into packets (without their length). A packet that arrives whole is handed on without a copy;
 * one that comes in pieces is gathered into a buffer of its declared, bounded size.
 */
export class PacketCutter {
  readonly #bytesMax: number
  #chunks: Buffer[] = []
  #gathered: Buffer | undefined
  #filled = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  feed(chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  /** The next whole packet; nothing when more bytes are needed; `tooLong` ends the session (case S12). */
  next(): Buffer | 'tooLong' | undefined {
    if (!this.#gathered) {
      const chunk = this.#headOfAtLeast(LENGTH_BYTES)
      if (!chunk) return undefined
      const length = chunk.readUInt32BE(0)
      if (length === 0 || length > this.#bytesMax) return 'tooLong'
      if (chunk.length >= LENGTH_BYTES + length) return this.#take(chunk, LENGTH_BYTES, length)
      this.#chunks[0] = chunk.subarray(LENGTH_BYTES)
      this.#gathered = Buffer.allocUnsafe(length)
      this.#filled = 0
    }
    return this.#gather(this.#gathered)
  }

  #gather(packet: Buffer): Buffer | undefined {
    for (let chunk = this.#chunks[0]; chunk && this.#filled < packet.length; chunk = this.#chunks[0]) {
      const part = this.#take(chunk, 0, Math.min(chunk.length, packet.length - this.#filled))
      packet.set(part, this.#filled)
      this.#filled += part.length
    }
    if (this.#filled < packet.length) return undefined
    this.#gathered = undefined
    return packet
  }

  #headOfAtLeast(length: number): Buffer | undefined {
    while ((this.#chunks[0]?.length ?? 0) < length) {
      const [first, second, ...others] = this.#chunks
      if (!first || !second) return undefined
      this.#chunks = [Buffer.concat([first, second]), ...others]
    }
    return this.#chunks[0]
  }

  #take(chunk: Buffer, start: number, length: number): Buffer {
    if (chunk.length === start + length) this.#chunks.shift()
    else this.#chunks[0] = chunk.subarray(start + length)
    return chunk.subarray(start, start + length)
  }
}

/**
 * Reads the fields of a packet. Reading beyond its end gives empty values and sets `broken`, which the caller looks at
 * once, after the last field.
 */
export class FieldReader {
  readonly #packet: Buffer
  #position: number
  broken = false

  constructor(packet: Buffer, start: number) {
    this.#packet = packet
    this.#position = start
  }

  uint32(): number {
    const at = this.#advance(4)
    return this.broken ? 0 : this.#packet.readUInt32BE(at)
  }

  /** Numbers from 2^53 on lose their last digits; whoever uses them refuses them anyway. */
  uint64(): number {
    const at = this.#advance(8)
    return this.broken ? 0 : this.#packet.readUInt32BE(at) * 0x1_0000_0000 + this.#packet.readUInt32BE(at + 4)
  }

  bytes(): Buffer {
    const length = this.uint32()
    const at = this.#advance(length)
    return this.broken ? Buffer.alloc(0) : this.#packet.subarray(at, at + length)
  }

  path(): BytePath {
    return this.bytes().toString('latin1') as BytePath
  }

  text(): string {
    return this.bytes().toString('latin1')
  }

  #advance(length: number): number {
    const at = this.#position
    this.#position += length
    if (this.#position > this.#packet.length) this.broken = true
    return at
  }
}

/** Field writers: each gives the bytes of one field, to be joined by `packetOf`. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

export function uint64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

export function string(value: Uint8Array | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value
  return Buffer.concat([uint32(bytes.length), bytes])
}

export function packetOf(type: number, ...fields: readonly Uint8Array[]): Buffer {
  const length = fields.reduce((sum, field) => sum + field.length, 1)
  return Buffer.concat([uint32(length), Buffer.of(type), ...fields], LENGTH_BYTES + length)
}
