/**
 * rule 13.5: sends what is queued, at least once: a message is settled after it left, so that a process that dies in between sends it
 * again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Corrupt, Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { no, type Result } from '../base/result.ts'
import type { Language } from '../batch/languages.ts'
import type { Database } from '../database/database.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { isDeliverable, type Message, type Send, type Undeliverable } from './message.ts'
import { failFollowers, settleFailed, settleLater, settleSent, type TakenMessage, takeMessage } from './outbox-rows.ts'
import { textOf } from './texts.ts'

export type Outbox = {
  readonly database: Database
  readonly box: SecretBox
  /** The way out for each medium. */
  readonly ways: Readonly<Record<Message['medium'], Send>>
  /** Times that a message is tried. */
  readonly attemptsMax: number
  readonly sendSeconds: number
  readonly log: Log
}

/** At the same time, so that a server that hangs does not keep the others waiting. */
const LANES = 4
/** Beyond the time for sending, for the settlement. */
const LEASE_SECONDS = 30
const LOOK_SECONDS = 1
const FIRST_RETRY_SECONDS = 30
const LAST_RETRY_SECONDS = 21_600

/** Sends on NOTIFY and every second until disposed, which waits for what is being sent. Throws `Unavailable` when it cannot listen. */
export async function startOutbox(outbox: Outbox): Promise<AsyncDisposable> {
  const end = new AbortController()
  let wake = new AbortController()
  const listening = await outbox.database.listen('sluice_messages', () => wake.abort())
  const run = async () => {
    while (!end.signal.aborted) {
      wake = new AbortController()
      const either = AbortSignal.any([wake.signal, end.signal])
      await sendDue(outbox, end.signal).catch((error) => outbox.log.warn('messages.notSent', errorFields(error)))
      await pause(LOOK_SECONDS * 1000, undefined, { signal: either }).catch(() => {})
    }
  }
  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      end.abort()
      await listening[Symbol.asyncDispose]()
      await running
    },
  }
}

/** Sends everything that is due now; resolves with the number of attempts. `end` takes no further message, and ends those under way. */
export async function sendDue(outbox: Outbox, end: AbortSignal = new AbortController().signal): Promise<number> {
  for (const message of await failFollowers(outbox.database.queries)) outbox.log.warn('message.failed', { message })
  const lanes = Array.from({ length: LANES }, () => sendOneByOne(outbox, end))
  return (await Promise.all(lanes)).reduce((sum, attempts) => sum + attempts, 0)
}

/** Seconds until the next attempt after the `attempts`-th: doubled each time, up to six hours; twelve attempts take more than half a day. */
export function retrySeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** Math.min(attempts - 1, 20), LAST_RETRY_SECONDS)
}

async function sendOneByOne(outbox: Outbox, end: AbortSignal): Promise<number> {
  for (let attempts = 0; ; attempts += 1) {
    const message = end.aborted
      ? undefined
      : await takeMessage(outbox.database.queries, outbox.sendSeconds + LEASE_SECONDS)
    if (!message) return attempts
    await sendOnce(outbox, message, end)
  }
}

async function sendOnce(outbox: Outbox, taken: TakenMessage, end: AbortSignal): Promise<void> {
  const { database, log, attemptsMax } = outbox
  const { messageId: message, medium, template, attempts } = taken
  const about = { message, medium, template, attempts }
  try {
    const sent = attempts > attemptsMax ? no(WITHOUT_A_WORD) : await sendBy(outbox, taken, end)
    if (sent.ok) {
      await settleSent(database.queries, taken)
      return log.info('message.sent', about)
    }
    await settleFailed(database.queries, taken, sent.problem.why)
    log.warn('message.failed', { ...about, why: sent.problem.why })
  } catch (error) {
    if (!(error instanceof Unavailable || error instanceof Corrupt)) throw error
    log.warn('message.notSent', { ...about, ...errorFields(error) })
    if (attempts >= attemptsMax) return settleFailed(database.queries, taken, error.message)
    await settleLater(database.queries, taken, { why: error.message, seconds: retrySeconds(attempts) })
  }
}

/** Throws `Unavailable`, or `Corrupt` when what was queued does not open with our key: another key may be put in place again. */
async function sendBy(
  { box, ways, sendSeconds }: Outbox,
  { messageId, medium, template, sealed }: TakenMessage,
  end: AbortSignal,
): Promise<Result<void, Undeliverable>> {
  const { to, language, values, written } = JSON.parse(box.open(sealed, 'message', messageId)) as Body
  const message: Message = { id: messageId, medium, to, ...(written ?? textOf(template, language, values)) }
  if (!isDeliverable(message)) return no({ why: 'no address that can be sent to' })
  return ways[medium](message, AbortSignal.any([end, AbortSignal.timeout(sendSeconds * 1000)]))
}

type Body = {
  readonly to: string
  readonly language: Language
  readonly values: Readonly<Record<string, string>>
  readonly written?: { readonly subject: string; readonly text: string }
}

const WITHOUT_A_WORD: Undeliverable = { why: 'each attempt ended without a word' }
