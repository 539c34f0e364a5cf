/** Acknowledgements and notifications as the web service shows them: the answers of the OUT folders, one message for FO, FS and GO. */
import type { Environment } from '../../batch/environment.ts'
import type { Download } from '../mailbox.ts'

export type Message = {
  /** The name of the FO without its mark: `ACRF.999999.20260105.00001.R.1.1`. */
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

export type Messages = {
  /** The latest first; rows `offset` to `offset + limit`. */
  list(sender: string, filter: MessageFilter, page: { offset: number; limit: number }): Promise<readonly Message[]>
  /** Null when there is none, or when it is another sender's. */
  find(sender: string, messageId: string): Promise<Message | null>
  /** The bytes of FO or FS; null as `find`. Throws `Unavailable` when the disk does not answer. */
  open(sender: string, messageId: string, what: 'content' | 'signature'): Promise<Download | null>
  /** Idempotent; false as `find`. */
  confirm(sender: string, messageId: string, principal: string): Promise<boolean>
}
