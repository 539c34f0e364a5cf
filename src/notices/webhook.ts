/** Alarms for the program that wakes people: the document of the message is posted as it is. */
import { no } from '../base/result.ts'
import type { Send } from './message.ts'
import { postJson } from './post-json.ts'

export type WebhookSettings = {
  /** Empty: there is none any more, and what was still to be told is given up. */
  readonly url: string
  /** Bearer token; empty: none. */
  readonly token: string
}

export function createWebhook({ url, token }: WebhookSettings): Send {
  return async ({ id, text }, signal) => {
    if (url === '') return no({ why: 'no webhook is configured' })
    return postJson({ name: 'webhook', url, token, id, body: text, signal })
  }
}
