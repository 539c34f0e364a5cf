/** The packets that answer a request. */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { Attributes, BytePath, ClientFiles, ListedFile, VolumeFigures } from '../files/client-files.ts'
import { attributeBytes, listingLine, NO_ATTRIBUTES } from './attributes.ts'
import { LENGTH_BYTES, packetOf, STATUS, string, TYPE, uint32, uint64 } from './packets.ts'
import { statusPacket } from './status.ts'

const VERSION = 3
/** Length, type, request id and the length of the data. */
const DATA_HEADER_BYTES = LENGTH_BYTES + 1 + 4 + 4

export function versionPacket(files: ClientFiles): Buffer {
  const extensions: readonly (readonly [name: string, version: string, offered: boolean])[] = [
    ['posix-rename@openssh.com', '1', true],
    ['fsync@openssh.com', '1', true],
    ['limits@openssh.com', '1', true],
    ['hardlink@openssh.com', '1', files.makeHardLink !== undefined],
    ['statvfs@openssh.com', '2', files.volume !== undefined],
    ['fstatvfs@openssh.com', '2', files.volume !== undefined],
    ['copy-data', '1', files.announces.copyData],
  ]
  const fields = extensions.flatMap(([name, version, offered]) => (offered ? [string(name), string(version)] : []))
  return packetOf(TYPE.version, uint32(VERSION), ...fields)
}

/** The packet that answers a request, or the refusal that the channel tells, counts and logs. */
export type Reply = Result<Buffer, Refusal>

/** OK, or what stands in the way. */
export function done(id: number, result: Result<unknown, Refusal>): Reply {
  return result.ok ? ok(statusPacket(id, STATUS.ok, 'OK')) : result
}

/** The packet made from a value, or what stands in the way. */
export function answer<Value>(result: Result<Value, Refusal>, packet: (value: Value) => Buffer): Reply {
  return result.ok ? ok(packet(result.value)) : result
}

export function endOfFile(id: number): Buffer {
  return statusPacket(id, STATUS.endOfFile, 'End of file')
}

export function badMessage(id: number): Buffer {
  return statusPacket(id, STATUS.badMessage, 'The packet is not a well-formed request.')
}

export function handlePacket(id: number, handle: string): Buffer {
  return packetOf(TYPE.handle, uint32(id), string(handle))
}

/** The answer to a READ: the store reads into `room`, so that no byte is copied on its way out. */
export class DataPacket {
  readonly room: Buffer
  readonly #id: number
  readonly #packet: Buffer

  constructor(id: number, bytesMax: number) {
    this.#id = id
    this.#packet = Buffer.allocUnsafeSlow(DATA_HEADER_BYTES + bytesMax)
    this.room = this.#packet.subarray(DATA_HEADER_BYTES)
  }

  /**
   * The packet with the first so many bytes of `room`. A room that is hardly used is not sent on: it would lie in the queue of a
   * client that does not read, which counts the bytes that go out and not those that are held.
   */
  holding(bytes: number): Buffer {
    const packet = this.#packet.subarray(0, DATA_HEADER_BYTES + bytes)
    packetOf(TYPE.data, uint32(this.#id), uint32(bytes)).copy(packet)
    packet.writeUInt32BE(packet.length - LENGTH_BYTES)
    return packet.length * 2 < this.#packet.length ? Buffer.from(packet) : packet
  }
}

export function attributesPacket(id: number, attributes: Attributes): Buffer {
  return packetOf(TYPE.attrs, uint32(id), attributeBytes(attributes))
}

export function pathPacket(id: number, path: BytePath): Buffer {
  return packetOf(TYPE.name, uint32(id), uint32(1), string(path), string(path), NO_ATTRIBUTES)
}

export function namesPacket(id: number, names: readonly ListedFile[], now: Date): Buffer {
  const fields = names.flatMap(({ name, attributes }) => [
    string(name),
    string(listingLine(name, attributes, now)),
    attributeBytes(attributes),
  ])
  return packetOf(TYPE.name, uint32(id), uint32(names.length), ...fields)
}

/** limits@openssh.com: packet, read, write, open handles (PROTOCOL of OpenSSH §4.8). */
export function limitsPacket(id: number, limits: readonly [number, number, number, number]): Buffer {
  return packetOf(TYPE.extendedReply, uint32(id), ...limits.map(uint64))
}

/** statvfs@openssh.com (PROTOCOL of OpenSSH §4.4). */
export function volumePacket(id: number, volume: VolumeFigures): Buffer {
  const { blockBytes, blocks, blocksFree, blocksAvailable, files, filesFree, nameBytesMax } = volume
  const sizes = [blockBytes, blockBytes, blocks, blocksFree, blocksAvailable, files, filesFree, filesFree]
  const [volumeId, flags] = [0, 0]
  return packetOf(TYPE.extendedReply, uint32(id), ...[...sizes, volumeId, flags, nameBytesMax].map(uint64))
}
