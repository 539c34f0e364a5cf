/**
 * Messages to a person, queued in the transaction of what they tell: they leave if and only if it commits, at least once (spec access.md §9).
 * Address and text are sealed until the message has left.
 */
import { uuidV7 } from '../base/ids.ts'
import type { Language } from '../batch/languages.ts'
import type { Transaction } from '../database/database.ts'
import type { SecretBox } from './secret-box.ts'

export type OutgoingMessage = {
  readonly medium: 'mail' | 'sms' | 'webhook'
  /** An e-mail address, or a telephone number in E.164; of a webhook it stands in the settings. */
  readonly to: string
  /** The key of the text in `notices`. */
  readonly template: string
  readonly language: Language
  readonly values: Readonly<Record<string, string>>
  /** In place of the template's words: what is written for the occasion. */
  readonly written?: { readonly subject: string; readonly text: string }
  /** The id of a message that must have left before. */
  readonly after?: string
}

/** Resolves with the message's id. */
export async function queueMessage(tx: Transaction, box: SecretBox, message: OutgoingMessage): Promise<string> {
  const messageId = uuidV7()
  const { medium, template, after, to, language, values, written } = message
  await tx
    .insertInto('outgoing_message')
    .values({
      message_id: messageId,
      ...{ medium, template, state: 'waiting' },
      body_sealed: box.seal(JSON.stringify({ to, language, values, written }), 'message', messageId),
      after_message_id: after ?? null,
    })
    .execute()
  await tx.selectNoFrom(({ fn, val }) => fn<null>('pg_notify', [val('sluice_messages'), val('')]).as('told')).execute()
  return messageId
}
