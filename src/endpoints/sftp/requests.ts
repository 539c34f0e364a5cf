/** A client's packet becomes a request once, here; behind this nobody looks at bytes again. */
import { no, ok, type Result } from '../../base/result.ts'
import type { AttributeChange, BytePath, OpenFlags } from '../files/client-files.ts'
import { readAttributes } from './attributes.ts'
import { FieldReader, TYPE } from './packets.ts'

type OnPath = { readonly path: BytePath }
type OnHandle = { readonly handle: string }

export type OpenOperation = OnPath & {
  readonly do: 'open'
  readonly flags: OpenFlags
  readonly attributes: AttributeChange
}

export type ListOperation = OnPath & { readonly do: 'opendir' }

/** What is said of files by their names, and answered without opening one. */
export type NameOperation =
  | ({ readonly do: 'lstat' | 'stat' | 'remove' | 'rmdir' | 'realpath' | 'readlink' | 'statvfs' } & OnPath)
  | ({ readonly do: 'setstat' | 'mkdir'; readonly attributes: AttributeChange } & OnPath)
  | ({ readonly do: 'symlink'; readonly target: BytePath } & OnPath)
  | ({ readonly do: 'rename'; readonly to: BytePath; readonly overwrite: boolean } & OnPath)
  | ({ readonly do: 'hardlink'; readonly to: BytePath } & OnPath)

/** What is said of files and listings that are open. */
export type HandleOperation =
  | ({ readonly do: 'close' } & OnHandle)
  | ({ readonly do: 'readdir' } & OnHandle)
  | ({ readonly do: 'fstat' | 'fsync' | 'fstatvfs' } & OnHandle)
  | ({ readonly do: 'read'; readonly offset: number; readonly length: number } & OnHandle)
  | ({ readonly do: 'write'; readonly offset: number; readonly bytes: Buffer } & OnHandle)
  | ({ readonly do: 'fsetstat'; readonly attributes: AttributeChange } & OnHandle)
  | ({ readonly do: 'copy'; readonly span: CopySpan; readonly target: string } & OnHandle)

export type CopySpan = {
  readonly from: number
  /** 0 means to the end. */
  readonly length: number
  readonly to: number
}

export type Operation =
  | OpenOperation
  | ListOperation
  | NameOperation
  | HandleOperation
  | { readonly do: 'limits' }
  | { readonly do: 'unsupported'; readonly what: string }

export type Request = { readonly id: number; readonly operation: Operation }

/** `id` is there when it could be read: then the client is told, otherwise the session ends (case S12). */
export type MalformedRequest = { readonly id?: number }

type Read = (reader: FieldReader) => Operation

const FLAG = { read: 0x1, write: 0x2, append: 0x4, create: 0x8, truncate: 0x10, exclusive: 0x20 } as const

const BY_TYPE: ReadonlyMap<number, Read> = new Map<number, Read>([
  [TYPE.open, (r) => ({ do: 'open', path: r.path(), flags: flags(r.uint32()), attributes: readAttributes(r) })],
  [TYPE.close, (r) => ({ do: 'close', handle: r.text() })],
  [TYPE.read, (r) => ({ do: 'read', handle: r.text(), offset: r.uint64(), length: r.uint32() })],
  [TYPE.write, (r) => ({ do: 'write', handle: r.text(), offset: r.uint64(), bytes: r.bytes() })],
  [TYPE.lstat, (r) => ({ do: 'lstat', path: r.path() })],
  [TYPE.fstat, (r) => ({ do: 'fstat', handle: r.text() })],
  [TYPE.setstat, (r) => ({ do: 'setstat', path: r.path(), attributes: readAttributes(r) })],
  [TYPE.fsetstat, (r) => ({ do: 'fsetstat', handle: r.text(), attributes: readAttributes(r) })],
  [TYPE.opendir, (r) => ({ do: 'opendir', path: r.path() })],
  [TYPE.readdir, (r) => ({ do: 'readdir', handle: r.text() })],
  [TYPE.remove, (r) => ({ do: 'remove', path: r.path() })],
  [TYPE.mkdir, (r) => ({ do: 'mkdir', path: r.path(), attributes: readAttributes(r) })],
  [TYPE.rmdir, (r) => ({ do: 'rmdir', path: r.path() })],
  [TYPE.realpath, (r) => ({ do: 'realpath', path: r.path() })],
  [TYPE.stat, (r) => ({ do: 'stat', path: r.path() })],
  [TYPE.rename, (r) => ({ do: 'rename', path: r.path(), to: r.path(), overwrite: false })],
  [TYPE.readlink, (r) => ({ do: 'readlink', path: r.path() })],
  // OpenSSH sends the target first, against the draft, and every other client follows it.
  [TYPE.symlink, (r) => ({ do: 'symlink', target: r.path(), path: r.path() })],
  [TYPE.extended, (r) => extended(r.text(), r)],
])

const EXTENDED: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['limits@openssh.com', () => ({ do: 'limits' })],
  ['posix-rename@openssh.com', (r) => ({ do: 'rename', path: r.path(), to: r.path(), overwrite: true })],
  ['fsync@openssh.com', (r) => ({ do: 'fsync', handle: r.text() })],
  ['hardlink@openssh.com', (r) => ({ do: 'hardlink', path: r.path(), to: r.path() })],
  ['statvfs@openssh.com', (r) => ({ do: 'statvfs', path: r.path() })],
  ['fstatvfs@openssh.com', (r) => ({ do: 'fstatvfs', handle: r.text() })],
  ['copy-data', copyData],
])

export function parseRequest(packet: Buffer): Result<Request, MalformedRequest> {
  const reader = new FieldReader(packet, 1)
  const id = reader.uint32()
  if (reader.broken) return no({})
  const read = BY_TYPE.get(packet[0] ?? 0)
  const operation = read ? read(reader) : unsupported(`message type ${packet[0]}`)
  return reader.broken ? no({ id }) : ok({ id, operation })
}

function extended(name: string, reader: FieldReader): Operation {
  return EXTENDED.get(name)?.(reader) ?? unsupported('this extension')
}

function unsupported(what: string): Operation {
  return { do: 'unsupported', what }
}

function copyData(reader: FieldReader): Operation {
  const [handle, from, length] = [reader.text(), reader.uint64(), reader.uint64()]
  return { do: 'copy', handle, target: reader.text(), span: { from, length, to: reader.uint64() } }
}

function flags(bits: number): OpenFlags {
  const has = (flag: number): boolean => (bits & flag) !== 0
  return {
    read: has(FLAG.read),
    write: has(FLAG.write) || has(FLAG.append),
    append: has(FLAG.append),
    create: has(FLAG.create),
    truncate: has(FLAG.truncate),
    exclusive: has(FLAG.exclusive),
  }
}
