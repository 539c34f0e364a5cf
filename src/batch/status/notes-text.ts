/** `NOTES.txt`: advice where the gateway saw something that the sender's people may want to change. */
import { brusselsStamp } from '../dates.ts'
import type { Language } from '../languages.ts'
import { safe } from '../reasons/fill.ts'
import { REVOCATION_WAIT } from '../revocation-wait.ts'
import { NOTE_WORDS } from './note-words.ts'
import { plainText, put, wrap } from './plain-text.ts'

export type Notes = {
  /** Files that still have a client's working name although nothing has come for a while, the oldest first. */
  readonly leftovers: readonly { readonly path: string; readonly receivedAt: Date; readonly discardedAt: Date }[]
  /** Answers that nobody has read and that leave soon, the soonest first. */
  readonly leaving: readonly { readonly path: string; readonly leavesAt: Date }[]
  /** Sets that wait for the authority of their signer's certificate, the longest waiting first. */
  readonly awaiting: readonly { readonly setKey: string; readonly since: Date }[]
  /** Log-ins of this sender that have to wait. */
  readonly throttled: readonly { readonly account: string; readonly origin: string; readonly until: Date }[]
  /** Places from which nobody may log in for a while, and this sender has come from there. */
  readonly throttledOrigins: readonly { readonly origin: string; readonly until: Date }[]
  /** rule 26.4: addresses that operators keep out, among them some that this sender has come from. */
  readonly banned: readonly { readonly range: string; readonly until: Date }[]
  /** Rejected sets that are explained here, when there are more that are not. */
  readonly explainedOnly: number | null
}

/** Null when there is nothing to say. */
export function notesText(
  { leftovers, leaving, awaiting, throttled, throttledOrigins, banned, explainedOnly }: Notes,
  language: Language,
): Buffer | null {
  const words = NOTE_WORDS[language]
  const late = leftovers.map(({ path, receivedAt, discardedAt }) =>
    put(`  {path}  ${words.leftover}`, {
      path: safe(path),
      received: brusselsStamp(receivedAt),
      discarded: brusselsStamp(discardedAt),
    }),
  )
  const unread = leaving.map(({ path, leavesAt }) =>
    put(`  {path}  ${words.leavingOne}`, { path: safe(path), leaves: brusselsStamp(leavesAt) }),
  )
  const waiting = awaiting.map(({ setKey, since }) =>
    put(`  {setKey}  ${words.awaitingOne}`, { setKey: safe(setKey), since: brusselsStamp(since) }),
  )
  const blocks = [
    ...(waiting.length === 0 ? [] : [[REVOCATION_WAIT[language], ...waiting]]),
    ...(late.length === 0 ? [] : [[words.leftovers, ...late]]),
    ...(unread.length === 0 ? [] : [[words.leaving, ...unread]]),
    ...throttled.map(({ account, origin, until }) => [
      put(words.throttled, { account, origin: safe(origin), until: brusselsStamp(until) }),
    ]),
    ...throttledOrigins.map(({ origin, until }) => [
      put(words.originThrottled, { origin: safe(origin), until: brusselsStamp(until) }),
    ]),
    ...banned.map(({ range, until }) => [put(words.banned, { range, until: brusselsStamp(until) })]),
    ...(explainedOnly === null ? [] : [[put(words.explainedOnly, { texts: explainedOnly })]]),
  ]
  return blocks.length === 0
    ? null
    : plainText([words.title, ...blocks.flatMap((block) => ['', ...block.flatMap((line) => wrap(line))])])
}
