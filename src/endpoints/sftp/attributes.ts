/** ATTRS of SFTP version 3 and the `ls -l` line that goes with a listed name. */
import type { AttributeChange, Attributes, FileKind } from '../files/client-files.ts'
import { type FieldReader, uint32 } from './packets.ts'

const HAS = { size: 0x1, ownership: 0x2, permissions: 0x4, times: 0x8, extended: 0x8000_0000 } as const

// biome-ignore format: a table
const KINDS: Readonly<Record<FileKind, { readonly bits: number; readonly letter: string }>> = {
  file:      { bits: 0o100000, letter: '-' },
  directory: { bits: 0o040000, letter: 'd' },
  link:      { bits: 0o120000, letter: 'l' },
  other:     { bits: 0o010000, letter: 'p' },
}

const PERMISSIONS = 0o7777
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const HALF_YEAR_MILLISECONDS = 182 * 86_400_000

export function attributeBytes(attributes: Attributes): Buffer {
  const { kind, size, mode, owner, group, accessedAt, modifiedAt } = attributes
  const bytes = Buffer.allocUnsafe(32)
  bytes.writeUInt32BE(HAS.size | HAS.ownership | HAS.permissions | HAS.times, 0)
  bytes.writeBigUInt64BE(BigInt(size), 4)
  bytes.writeUInt32BE(owner, 12)
  bytes.writeUInt32BE(group, 16)
  bytes.writeUInt32BE(KINDS[kind].bits | (mode & PERMISSIONS), 20)
  bytes.writeUInt32BE(seconds(accessedAt), 24)
  bytes.writeUInt32BE(seconds(modifiedAt), 28)
  return bytes
}

/** What REALPATH and READLINK say of a name: nothing. */
export const NO_ATTRIBUTES: Uint8Array = uint32(0)

/** Extended pairs are read over: nobody has defined any for version 3. */
export function readAttributes(reader: FieldReader): AttributeChange {
  const flags = reader.uint32()
  const size = flags & HAS.size ? { size: reader.uint64() } : {}
  const ownership = flags & HAS.ownership ? { ownership: { owner: reader.uint32(), group: reader.uint32() } } : {}
  const mode = flags & HAS.permissions ? { mode: reader.uint32() & PERMISSIONS } : {}
  const times = flags & HAS.times ? { times: { accessedAt: moment(reader), modifiedAt: moment(reader) } } : {}
  if (flags & HAS.extended) skipExtended(reader)
  return { ...size, ...ownership, ...mode, ...times }
}

/** A line as `ls -l` writes it: people's clients show it as it is. */
export function listingLine(name: string, attributes: Attributes, now: Date): string {
  const { kind, mode, size, owner, group, modifiedAt } = attributes
  const rights = `${KINDS[kind].letter}${permissionLetters(mode)}`
  const columns = [
    rights,
    '   1',
    `${owner}`.padEnd(8),
    `${group}`.padEnd(8),
    `${size}`.padStart(8),
    day(modifiedAt, now),
  ]
  return `${columns.join(' ')} ${name}`
}

function permissionLetters(mode: number): string {
  return [6, 3, 0]
    .map((shift) => (mode >> shift) & 7)
    .map((bits) => `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`)
    .join('')
}

function day(at: Date, now: Date): string {
  const start = `${MONTHS[at.getUTCMonth()]} ${`${at.getUTCDate()}`.padStart(2)}`
  const recent = Math.abs(now.getTime() - at.getTime()) < HALF_YEAR_MILLISECONDS
  return `${start} ${recent ? at.toISOString().slice(11, 16) : ` ${at.getUTCFullYear()}`}`
}

function skipExtended(reader: FieldReader): void {
  const pairs = reader.uint32()
  for (let pair = 0; pair < pairs && !reader.broken; pair++) {
    reader.bytes()
    reader.bytes()
  }
}

function moment(reader: FieldReader): Date {
  return new Date(reader.uint32() * 1000)
}

/** Version 3 has 32 bits: the years 1970 to 2106. */
function seconds(at: Date): number {
  return Math.min(Math.max(Math.floor(at.getTime() / 1000), 0), 0xffff_ffff)
}
