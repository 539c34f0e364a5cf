/** Acknowledgements and notifications as the web service shows them: the answers of the OUT folders, one message for FO, FS and GO. */
import type { Environment } from '../../batch/environment.ts'
import type { Download } from '../mailbox.ts'

export type Message = {
  /** The name of the FO without its mark: `ACRF.999999.20260105.00001.R`. */
  readonly messageId: string
  /** The name of the FO. */
  readonly fileName: string
  /** The submission that it answers; null when it answers none. */
  readonly transferId: string | null
  readonly environment: Environment
  readonly createdAt: Date
  readonly bytes: number
  readonly sha256: string
  /** Confirmed here, or taken away over another channel. */
  readonly retrieved: boolean
}

export type MessageFilter = {
  readonly environment?: Environment | undefined
  readonly retrieved?: boolean | undefined
  readonly transferId?: string | undefined
}

/**
 * Rows `offset` to `offset + limit`, counted behind the message `after` when one is named: whoever goes on behind the last one that was
 * shown neither misses nor sees twice, whatever appears or is confirmed meanwhile (rule 17.3).
 */
export type MessagePage = { readonly after?: string | undefined; readonly offset: number; readonly limit: number }

export type Messages = {
  /** The latest first. Behind a message that is unknown or another sender's there is nothing. */
  list(sender: string, filter: MessageFilter, page: MessagePage): Promise<readonly Message[]>
  /** Null when there is none, or when it is another sender's. */
  find(sender: string, messageId: string): Promise<Message | null>
  /** The bytes of FO or FS, also when they were deleted from the OUT folder; null as `find`. Throws `Unavailable` when the disk does not answer. */
  open(sender: string, messageId: string, what: 'content' | 'signature'): Promise<Download | null>
  /** Idempotent; the files stay in the OUT folder, where other programs may still want them. False as `find`. */
  confirm(sender: string, messageId: string, principal: string): Promise<boolean>
}
