/** Acknowledgements and notifications as the web service shows them: the answers of the OUT folders, one message for FO (or CO), FS and GO. */
import type { AnswerFilter, AnswerPage, AnswerRow } from '../../ledger/messages.ts'
import type { Download } from '../mailbox.ts'

/** What the rows say, and the name by which programs ask. */
export type Message = AnswerRow & {
  /** The name of the document without its mark: `ACRF.999999.20260105.00001.R`. */
  readonly messageId: string
  /** What it is: ACRF an acknowledgement, NOTI a notification … */
  readonly purpose: string
}

export type MessageFilter = AnswerFilter

/**
 * Rows `offset` to `offset + limit`, counted behind the message `after` when one is named: whoever goes on behind the last one that was
 * shown neither misses nor sees twice, whatever appears or is confirmed meanwhile (rule 17.3).
 */
export type MessagePage = Omit<AnswerPage, 'after'> & { readonly after?: string | undefined }

export type Messages = {
  /** The latest first. Behind a message that is unknown or another sender's there is nothing. */
  list(sender: string, filter: MessageFilter, page: MessagePage): Promise<readonly Message[]>
  /** Null when there is none, or when it is another sender's. */
  find(sender: string, messageId: string): Promise<Message | null>
  /**
   * The bytes of the document or the FS, also when they were deleted from the OUT folder; null as `find`, and when the contents were removed after their
   * archive time. Throws `Unavailable` when the disk does not answer.
   */
  open(sender: string, messageId: string, what: 'content' | 'signature', principal?: string): Promise<Download | null>
  /** Null when they are there, or the message is not. */
  contentsRemovedAt(sender: string, messageId: string): Promise<Date | null>
  /** Idempotent; the files stay in the OUT folder, where other programs may still want them. False as `find`. */
  confirm(sender: string, messageId: string, principal: string): Promise<boolean>
  /** Back into its OUT folder, as to be retrieved, with the bytes that it had; idempotent. Null as `find`. */
  repeat(sender: string, messageId: string, principal: string): Promise<Message | null>
}
