/** A sender's side over the web service: a set is one transfer, and its answer a message that is fetched and confirmed. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../base/errors.ts'
import { no, ok, type Result } from '../base/result.ts'
import { readAcknowledgement } from '../batch/read-acknowledgement.ts'
import type { SentTransfer, WebFault } from '../endpoints/web/client/answers.ts'
import type { WebClient, WebPart } from '../endpoints/web/client/web-client.ts'
import { codeOf } from './input.ts'
import { RefusedCommand } from './refused-command.ts'
import type { Answer, Line, SetToSend, TurnedAway } from './send-sets.ts'

export type Transferred = SentTransfer & { readonly takenAt: number }

const LOOK_MILLISECONDS = { first: 50, most: 1000 } as const
const KINDS = { FI: 'declaration', FS: 'signature' } as const

export function webLine(client: WebClient): Line {
  return {
    async push(set, progress) {
      const sent = await pushOverWeb(client, set, true, progress)
      return async (seconds) => (sent.ok ? await awaitMessage(client, set.trigger, sent.value, seconds) : sent.problem)
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}

/**
 * FI and FS of a set in one transfer; `go` says whether the set is complete with them. What the gate would reject is a value, anything
 * else that the gateway does not take a `RefusedCommand` with its own words.
 */
export async function pushOverWeb(
  client: WebClient,
  { trigger, files }: Pick<SetToSend, 'trigger' | 'files'>,
  go: boolean,
  progress: (bytes: number) => void = () => {},
): Promise<Result<Transferred, TurnedAway>> {
  const began = performance.now()
  const parts = await Promise.all(files.filter((path) => kindOf(path) !== null).map(partOf))
  const sent = await client.send({ setName: trigger.replace(/^GO\./, ''), go, parts }, progress)
  const takenAt = performance.now()
  if (sent.ok) return ok({ ...sent.value, takenAt })
  const { codes, message } = sent.problem
  if (codes.length === 0) throw refusedBy(trigger, sent.problem)
  return no({ trigger, codes, message, milliseconds: Math.round(takenAt - began) })
}

/** The answer to a transfer, looked for until it is there. Throws `Unavailable` when it does not come in time. */
export async function awaitMessage(
  client: WebClient,
  trigger: string,
  { transferId, takenAt, pollAfterMilliseconds }: Transferred,
  seconds: number,
): Promise<Answer> {
  const until = takenAt + seconds * 1000
  await pause(Math.max(0, Math.min(takenAt + pollAfterMilliseconds, until) - performance.now()))
  for (let look: number = LOOK_MILLISECONDS.first; ; look = Math.min(look * 2, LOOK_MILLISECONDS.most)) {
    const answer = await answerIn(client, trigger, transferId)
    if (answer) return { ...answer, milliseconds: Math.round(performance.now() - takenAt) }
    if (performance.now() + look > until)
      throw new Unavailable(
        `There is no answer to ${trigger} after ${seconds} s; look for transfer ${transferId} later.`,
      )
    await pause(look)
  }
}

/** The oldest message that is its acknowledgement, confirmed once content and signature are here. */
async function answerIn(
  client: WebClient,
  trigger: string,
  transferId: string,
): Promise<Omit<Answer, 'milliseconds'> | null> {
  const messages = taken(trigger, await client.messages({ transferId }))
  for (const { messageId, fileName } of messages.toReversed()) {
    const bytes = taken(fileName, await client.read(messageId, 'content'))
    const content = readAcknowledgement(bytes)
    if (!content.ok) continue
    const signature = taken(fileName, await client.read(messageId, 'signature'))
    taken(fileName, await client.confirm(messageId))
    return { trigger, document: fileName, acknowledgement: content.value, bytes, signature }
  }
  return null
}

function taken<Value>(what: string, answered: Result<Value, WebFault>): Value {
  if (!answered.ok) throw refusedBy(what, answered.problem)
  return answered.value
}

function refusedBy(what: string, { message }: WebFault): RefusedCommand {
  return new RefusedCommand(`${what}: ${message}`)
}

/** Read once for its digest, and again when it is sent. */
async function partOf(path: string): Promise<WebPart> {
  const name = kindOf(path) ?? 'declaration'
  try {
    const { size: bytes } = await stat(path)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk)
    return { name, fileName: basename(path), bytes, sha256: hash.digest('hex'), open: () => createReadStream(path) }
  } catch (error) {
    throw new RefusedCommand(`The file ${path} cannot be read (${codeOf(error)}).`)
  }
}

function kindOf(path: string): WebPart['name'] | null {
  const mark = basename(path).slice(0, 2)
  return mark === 'FI' || mark === 'FS' ? KINDS[mark] : null
}
