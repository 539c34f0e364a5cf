/** A message as it leaves the house, and what a way out must do with it. */
import { MAIL_ADDRESS } from '../base/mail-address.ts'
import type { Result } from '../base/result.ts'

export type Message = {
  /** The same at every attempt, so that the other side can notice a repetition. */
  readonly id: string
  readonly medium: 'mail' | 'sms' | 'webhook'
  /** An e-mail address, or a telephone number in E.164; anything for a webhook, whose address is a setting. */
  readonly to: string
  /** Of e-mail; one line. */
  readonly subject: string
  readonly text: string
}

/** Why a message will never arrive. For operators: it names no address and quotes no answer, which would. */
export type Undeliverable = { readonly why: string }

/**
 * Resolves when the message is in other hands, or with why it never will be; throws `Unavailable` for: again later. It may have left all
 * the same. Ends when the signal says so.
 */
export type Send = (message: Message, signal: AbortSignal) => Promise<Result<void, Undeliverable>>

const TELEPHONE = /^\+[1-9][0-9]{6,14}$/

/** Whether the address is one that can be sent to: one address, without line breaks, lists, names or comments. */
export function isDeliverable({ medium, to }: Pick<Message, 'medium' | 'to'>): boolean {
  return medium === 'webhook' || (medium === 'mail' ? MAIL_ADDRESS : TELEPHONE).test(to)
}
