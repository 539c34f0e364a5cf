import type { Readable } from 'node:stream'
import type { Sha256 } from '../base/hashes.ts'

/** A file that is being written: random name, hashed on the way. Nothing of it survives a crash on purpose. */
export type Draft = AsyncDisposable & {
  /** The size so far: the largest end of any write. */
  readonly size: number
  /** Made of more separate pieces than any client needs: to be refused before it costs memory. */
  readonly isScattered: boolean
  /**
   * Writes may come out of order and overlap; of two that overlap the later call wins. Throws `Unavailable` (ENOSPC, EIO …), and then
   * the draft is gone.
   */
  write(bytes: Uint8Array, offset: number): Promise<void>
  /** A client may cut a file short (FSETSTAT size, open with truncate). */
  truncate(size: number): Promise<void>
  /** True when some byte below `size` was never written. */
  hasHole(): boolean
  /** The hash of what was written so far, while nothing is being written: `keep` gives the same, durably. */
  hash(): Promise<Sha256>
  /**
   * fsync the file, link it into `blobs` by its hash, fsync the directory (P2 to P4 of reliability.md). After a failed fsync the
   * draft is gone and `Unavailable` is thrown: it is never tried twice. Nothing may be written afterwards.
   */
  keep(): Promise<Blob>
  /** Removes it; also what disposal does unless it was kept. Never throws. */
  discard(): Promise<void>
}

export type Blob = { readonly sha256: Sha256; readonly bytes: number }

/** Immutable file contents by hash, and drafts on the way there. */
export type Spool = AsyncDisposable & {
  /** Returns at once; a disk that cannot make the file says so at the first write or at `keep`. */
  draft(): Draft
  /** For files of a few bytes (GO, TD): held in memory until kept, so that it costs the disk nothing when the blob is there already. */
  smallDraft(): Draft
  /** A draft that begins as a copy of a blob (resume, decision 9). */
  draftFrom(sha256: Sha256): Promise<Draft>
  /** Stores bytes of ours (answers, hand-overs). */
  store(bytes: Uint8Array): Promise<Blob>
  /** Throws `Corrupt` when it is not there, `Unavailable` when the disk does not answer, `BlobUnreadable` when it fails for this blob alone. */
  open(sha256: Sha256): Promise<BlobReader>
  /** Whole content of a small blob; checked against its hash, `Corrupt` when different or above `maxBytes`. */
  read(sha256: Sha256, maxBytes: number): Promise<Buffer>
  /** A stream that fails with `Corrupt` at its end when the bytes do not match the hash. */
  stream(sha256: Sha256): Readable
  /** Free bytes on the volume. */
  freeBytes(): Promise<number>
  /** Throws `Unavailable` when nothing can be brought to the disk now: it is read-only, full or gone (cases D2, D6). */
  assertWritable(): Promise<void>
  /** Hashes of blobs on disk in their order, behind `after`, for the books and for the collection of what nobody needs. */
  blobs(after?: string): AsyncIterable<Sha256>
  /** How large a blob is and since when it has its name; null when it is not there. */
  look(sha256: Sha256): Promise<BlobPlace | null>
  /** Takes a blob off the disk; no harm when it is gone. Who is reading it reads on. */
  remove(sha256: Sha256): Promise<void>
  /** Paths below the spool of what none of our parts made (case O11). */
  foreign(): AsyncIterable<string>
  has(sha256: Sha256): Promise<boolean>
  /** An fsync failed since the start: what the volume says is no longer believed, readiness says so (case D4). */
  readonly isSuspect: boolean
}

export type BlobPlace = { readonly bytes: number; readonly changedAt: Date }

export type BlobReader = AsyncDisposable & {
  readonly bytes: number
  /** Fewer bytes only at the end of the file. */
  read(offset: number, length: number): Promise<Buffer>
}
