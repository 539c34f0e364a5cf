/** What the protocol engine asks of whoever keeps the files: a sender's mailbox, a plain folder, a double in a test. */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'

/** A path as the client sent it: one character a byte (ISO-8859-1), so that two byte names never become one (case N7). */
export type BytePath = string & { readonly brand: 'BytePath' }

export type FileKind = 'file' | 'directory' | 'link' | 'other'

export type Attributes = {
  readonly kind: FileKind
  readonly size: number
  /** The permission bits alone. */
  readonly mode: number
  readonly owner: number
  readonly group: number
  readonly accessedAt: Date
  readonly modifiedAt: Date
}

/** What a client may set with OPEN, MKDIR, SETSTAT and FSETSTAT. */
export type AttributeChange = {
  readonly size?: number
  readonly mode?: number
  readonly ownership?: { readonly owner: number; readonly group: number }
  readonly times?: { readonly accessedAt: Date; readonly modifiedAt: Date }
}

export type OpenFlags = {
  readonly read: boolean
  readonly write: boolean
  readonly append: boolean
  readonly create: boolean
  readonly truncate: boolean
  readonly exclusive: boolean
}

export type ListedFile = { readonly name: string; readonly attributes: Attributes }

export type VolumeFigures = {
  readonly blockBytes: number
  readonly blocks: number
  readonly blocksFree: number
  readonly blocksAvailable: number
  readonly files: number
  readonly filesFree: number
  readonly nameBytesMax: number
}

export type Outcome<Value = void> = Promise<Result<Value, Refusal>>

/**
 * An open file. The engine never calls `write` twice at once for overlapping ranges and calls `close` after every write
 * has settled. Disposing without `close` is a connection that went away: an upload leaves nothing (case S15).
 */
export type OpenFile = AsyncDisposable & {
  attributes(): Outcome<Attributes>
  /** Reads into `into`, which is the answer's own packet, and tells how many bytes came; 0 at the end of the file. */
  read(offset: number, into: Uint8Array): Outcome<number>
  /** Ok means that the store took the bytes. `offset` is ignored by a file that was opened to append. */
  write(bytes: Uint8Array, offset: number): Outcome
  change(attributes: AttributeChange): Outcome
  sync(): Outcome
  /** The end of an upload: ok is the promise that the file is kept. */
  close(): Outcome
}

/**
 * The files of one log-in. A refusal is a value; `Unavailable` is thrown when the store does not answer. What is
 * missing of the optional operations is neither offered nor announced.
 */
export type ClientFiles = {
  /** Whether bytes may be copied from one open file to another. */
  readonly announces: { readonly copyData: boolean }
  /** The absolute path that a client shows and builds on. */
  resolve(path: BytePath): Outcome<BytePath>
  /** Follows links. */
  stat(path: BytePath): Outcome<Attributes>
  lstat(path: BytePath): Outcome<Attributes>
  /** In pages of any size; each is asked for when the client asks, so that a folder of any size costs one page (case S22). */
  list(path: BytePath): Outcome<AsyncIterable<readonly ListedFile[]>>
  open(path: BytePath, flags: OpenFlags, attributes: AttributeChange): Outcome<OpenFile>
  remove(path: BytePath): Outcome
  /** `overwrite` is posix-rename; without it an existing target is refused. */
  rename(from: BytePath, to: BytePath, overwrite: boolean): Outcome
  change(path: BytePath, attributes: AttributeChange): Outcome
  makeFolder?(path: BytePath, attributes: AttributeChange): Outcome
  removeFolder?(path: BytePath): Outcome
  makeLink?(path: BytePath, target: BytePath): Outcome
  readLink?(path: BytePath): Outcome<BytePath>
  makeHardLink?(from: BytePath, to: BytePath): Outcome
  volume?(path: BytePath): Outcome<VolumeFigures>
}
