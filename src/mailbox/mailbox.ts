import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { Folder } from '../batch/environment.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import type { LookUp } from './lookups/look-up.ts'
import type { Messages } from './messages/messages.ts'
import type { UploadHere } from './set-hooks.ts'
import type { StatusFolder } from './status/status-folder.ts'
import type { Transfers } from './transfers/transfers.ts'

/** Who is at the door: one log-in of one sender over one channel. Endpoints make it; everything below trusts it. */
export type Visitor = {
  readonly sender: string
  readonly channel: ChannelType
  /** The login name, as written to the file's row and the audit. */
  readonly principal: string
  readonly address: string
  readonly session: string
}

export type Entry = { readonly name: string; readonly bytes: number; readonly modifiedAt: Date }

/**
 * An upload under way. A connection that ends without `finish` must dispose it: nothing remains (case S15).
 * Methods throw `Unavailable` when disk or database do not answer; the endpoint answers with its protocol's own failure.
 */
export type Upload = AsyncDisposable & {
  readonly size: number
  /**
   * Calls need not wait for each other; they act in their order. Refused beyond the size limit (SLU-SIZE, SLU-TRIGGER), quota
   * (SLU-QUOTA), disk reserve or a full disk (SLU-DISK); the upload is then over, and `finish` gives the same refusal.
   */
  write(bytes: Uint8Array, offset: number): Promise<Result<void, Refusal>>
  truncate(size: number): Promise<Result<void, Refusal>>
  /**
   * The end of an upload: fsync, link, fsync of the directory, COMMIT of the row; when it resolves with ok we are answerable and the
   * endpoint may reply. Seals the set in the same commit when this file completes it. Refused for holes (SLU-HOLE), and when a
   * file that was resumed was sealed meanwhile (SLU-SEALED).
   */
  finish(): Promise<Result<Entry, Refusal>>
}

export type Download = AsyncDisposable & {
  readonly entry: Entry
  /** Fewer bytes only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** A sender's six folders as endpoints see them: views over rows; a name is never a path. The one door of the gateway. */
export type Mailbox = {
  /**
   * In pages that neither repeat nor miss what stays (case S22): OUT by name; IN shows temporary names, then unsealed members and
   * ghosts (decision 7) set by set.
   */
  list(visitor: Visitor, folder: Folder): AsyncIterable<readonly Entry[]>
  find(visitor: Visitor, folder: Folder, name: string): Promise<Result<Entry, Refusal>>
  /**
   * `replace` starts empty and supersedes at finish; `resume` starts as a copy of the unsealed file of that name (decision 9), empty
   * when there is none, and is refused for a sealed one; `create` is refused where an unsealed file of that name is.
   */
  upload(
    visitor: Visitor,
    folder: Folder,
    name: string,
    mode: 'replace' | 'resume' | 'create',
  ): Promise<Result<Upload, Refusal>>
  download(visitor: Visitor, folder: Folder, name: string): Promise<Result<Download, Refusal>>
  remove(visitor: Visitor, folder: Folder, name: string): Promise<Result<void, Refusal>>
  /** Within one IN folder; `overwrite` is posix-rename. Acceptance under the new name has the guarantees of `finish` (case S18). */
  rename(visitor: Visitor, folder: Folder, from: string, to: string, overwrite: boolean): Promise<Result<void, Refusal>>
  /** The seventh folder, which is none of the six (decision 32). */
  readonly status: StatusFolder
}

/** The same folders as the web service has them: whole sets, answers, and where a file is. */
export type WebMailbox = { readonly transfers: Transfers; readonly messages: Messages; readonly lookUp: LookUp }

/** The mailbox of a process, with what others of the process ask of it. Disposed after the endpoints. */
export type OpenMailbox = Mailbox &
  WebMailbox &
  AsyncDisposable & {
    /** The uploads of a set that this process receives, for the seal at a deadline (decision 6). */
    uploadsOf(set: SetPlace): readonly UploadHere[]
    /** Tells other nodes of long uploads at once rather than within a second. */
    beat(): Promise<void>
  }
