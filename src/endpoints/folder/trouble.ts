/** A folder, or a file in it, with which nothing can be done now: a share is away, a right is missing, the disk is full. Told, and tried again. */
import { Unavailable } from '../../base/errors.ts'

export class FolderTrouble extends Unavailable {
  readonly code: string

  constructor(code: string, cause?: unknown) {
    super(`${WORDS[code] ?? 'The folder cannot be used'} (${code}).`, { cause })
    this.code = code
  }
}

/** What an operator can act upon by the words alone. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'The folder is not there; is its share mounted?',
  ENOTDIR: 'This is no folder; a symbolic link is not followed',
  ELOOP: 'A symbolic link is not followed',
  EACCES: 'The gateway’s user may not use the folder',
  EPERM: 'The gateway’s user may not use the folder',
  EROFS: 'The folder is read-only',
  ENOSPC: 'The folder’s disk is full',
  EDQUOT: 'The quota of the folder’s disk is used up',
  UNMOUNTED: 'The folder was on a share that is no longer mounted',
}

/** Runs what asks the file system; what it cannot do is trouble. */
export async function onDisk<Value>(act: () => Promise<Value>): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    throw isSystemError(error) ? new FolderTrouble(error.code, error) : error
  }
}

/** As `onDisk`, and null for the named conditions. */
export async function orNull<Value>(codes: readonly string[], act: () => Promise<Value>): Promise<Value | null> {
  try {
    return await onDisk(act)
  } catch (error) {
    if (error instanceof FolderTrouble && codes.includes(error.code)) return null
    throw error
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string'
}
