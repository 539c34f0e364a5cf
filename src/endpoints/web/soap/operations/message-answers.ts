import type { Message } from '../../../../mailbox/messages/messages.ts'
import type { Answer } from '../schema/write-fields.ts'

export function shownMessage(message: Message): Answer {
  const { messageId, fileName, transferId, environment, createdAt, bytes, sha256, retrieved } = message
  return {
    ...{ MessageId: messageId, FileName: fileName, TransferId: transferId, Environment: environment },
    ...{ CreatedAt: createdAt, Size: bytes, Digest: shownDigest(sha256), Retrieved: retrieved },
  }
}

/** From hex to the base64 of the interface. */
export function shownDigest(sha256: string): Answer {
  return { Algorithm: 'SHA-256', Value: sha256Bytes(sha256) }
}

function sha256Bytes(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}
