/** An open file of the disk. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { OpenFile, OpenFlags } from '../files/client-files.ts'
import type { DiskPath } from './confined.ts'
import { applyChange, attributesOf } from './disk-attributes.ts'
import { attempt } from './system-errors.ts'

const NEW_FILE_MODE = 0o666

/** The path is resolved already: a link that appears meanwhile is not followed. Named pipes do not make us wait. */
const ALWAYS = constants.O_NOFOLLOW | constants.O_NONBLOCK

export async function openOnDisk(path: DiskPath, flags: OpenFlags, mode: number | undefined): Promise<OpenFile> {
  const file = await open(path, bitsOf(flags), mode ?? NEW_FILE_MODE)
  let isClosed = false
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    await file.close()
  }
  return {
    attributes: () => attempt(async () => attributesOf(await file.stat())),
    read: (offset, into) => attempt(async () => (await file.read(into, 0, into.length, offset)).bytesRead),
    write: (bytes, offset) => attempt(() => writeAt(file, bytes, offset)),
    change: (attributes) => attempt(() => applyChange(file, attributes)),
    sync: () => attempt(() => file.sync()),
    close: () => attempt(close),
    [Symbol.asyncDispose]: close,
  }
}

function bitsOf({ read, write, append, create, truncate, exclusive }: OpenFlags): number {
  const access = write ? (read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY
  return (
    ALWAYS |
    access |
    (append ? constants.O_APPEND : 0) |
    (create ? constants.O_CREAT : 0) |
    (truncate ? constants.O_TRUNC : 0) |
    (create && exclusive ? constants.O_EXCL : 0)
  )
}

async function writeAt(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten
}
