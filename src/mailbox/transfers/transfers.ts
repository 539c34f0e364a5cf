/** Whole sets in one request, as the web service takes them: the same inbox, rows, rules and answers as the folders (decision 34). */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Expected } from '../../batch/expected-hand-over.ts'
import type { Reason } from '../../batch/reason.ts'
import type { Visitor } from '../mailbox.ts'
import type { TransferView } from './transfer-view.ts'

/** What a part of the request is; its file name must say the same (FI or FS). */
export type PartKind = 'declaration' | 'signature'

/** What the request says of itself; it may come behind the parts. */
export type TransferWords = {
  /** Elements 2 to 6, or 2 to 7: the name of the GO without its mark. */
  readonly setName: string
  /** False leaves the set open, for another request or another channel. */
  readonly go: boolean
  /** SHA-256 of parts by file name, in lower-case hex; those that are told must fit. */
  readonly digests: ReadonlyMap<string, string>
}

/**
 * Parts on their way. A request that breaks must dispose it: nothing remains. Methods throw `Unavailable` when disk or database
 * do not answer.
 */
export type Transfer = AsyncDisposable & {
  /**
   * Begins a part; several may be under way. Refused: a name that the protocol refuses, quota, disk reserve, too many parts, the same
   * name twice.
   */
  part(kind: PartKind, fileName: string): Promise<Result<TransferPart, TransferFault>>
  /**
   * All parts are there: flushes them, judges names, set and rights as the gate does, and commits rows, GO and seal at once. When it
   * resolves with ok we are answerable. Otherwise nothing is stored.
   */
  finish(words: TransferWords): Promise<Result<AcceptedTransfer, TransferFault>>
}

export type TransferPart = {
  /** In order; the bytes are the part's from now on. Waits when the disk is behind. Refused beyond the size limit, the quota or the disk; the transfer is then over. */
  write(bytes: Uint8Array): Promise<Result<void, TransferFault>>
}

export type AcceptedTransfer = {
  readonly view: TransferView
  /** The same request came before: this is its answer again (spec access.md §13.4). */
  readonly replayed: boolean
}

export type TransferFault =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The part is larger than `bytesMax`. */
  | { readonly kind: 'tooLarge'; readonly fileName: string; readonly bytesMax: number }
  | { readonly kind: 'digestMismatch'; readonly fileName: string }
  /** A digest is told of a file that did not come. */
  | { readonly kind: 'partMissing'; readonly fileName: string }
  /** Under that name other content is pending or was accepted. */
  | { readonly kind: 'nameUsed'; readonly fileName: string; readonly transferId: string }
  /** What the gate would answer to names, set and rights; nothing is stored. All of the first round that finds any. */
  | { readonly kind: 'faults'; readonly round: 'name' | 'set' | 'rights'; readonly reasons: readonly Reason[] }

export type CancelOutcome = 'cancelled' | 'tooLate' | 'unknown'

export type TransferFilter = {
  readonly environment?: Environment | undefined
  /** Four characters: the purpose code. */
  readonly declarationType?: string | undefined
  readonly status?: TransferView['status'] | undefined
  readonly createdFrom?: Date | undefined
  /** Elements 2 to 6, or 2 to 7. */
  readonly setName?: string | undefined
}

export type LinePlace = {
  /** 1 is next; 10,001 means: behind ten thousand. */
  readonly place: number
  /** Null when nobody can tell. */
  readonly expected: Expected | null
}

/** The web service's side of the inbox. */
export type Transfers = {
  begin(visitor: Visitor): Transfer
  /** The latest first; rows `offset` to `offset + limit`. */
  list(
    sender: string,
    filter: TransferFilter,
    page: { offset: number; limit: number },
  ): Promise<readonly TransferView[]>
  /** By id or ticket; null when there is none, or when it is another sender's. */
  find(sender: string, idOrTicket: string): Promise<TransferView | null>
  /** Of one that waits for its online service; null when it stands in no line (rule 25.4). */
  placeInLine(transferId: string): Promise<LinePlace | null>
  /** TD for its set, as decision 8 has it; null as `find`. */
  cancel(visitor: Visitor, transferId: string): Promise<{ outcome: CancelOutcome; view: TransferView } | null>
}
