/** What a report of the sessions of a process has to say, and what not again (rule 26.1). */
import type { ChannelType } from '../batch/channel.ts'
import type { PresentSession } from '../endpoints/sessions/register.ts'
import type { LiveSession, SessionReport } from '../registry/sessions/live-sessions.ts'

export type Seen = {
  readonly at: Date
  readonly sessions: readonly (readonly [endpoint: ChannelType, session: PresentSession])[]
  readonly networkOf: (address: string) => string | null
}

const TEXT_MAX = 100
const FILE_MAX = 200
const PLAIN = /^[ -~]*$/

/** Sessions of nobody's files are not told. What moves is active, whenever its client gave the last command. */
export function liveSessions(
  { at, sessions, networkOf }: Seen,
  before: ReadonlyMap<string, LiveSession>,
): LiveSession[] {
  return sessions.flatMap(([endpoint, present]) => {
    if (present.sender === null) return []
    const { session, account, address, since } = present
    const { lastAt, bytesIn, bytesOut, files, doing, file } = present.progress()
    const last = before.get(session)
    const isMoving = last !== undefined && (last.bytesIn !== bytesIn || last.bytesOut !== bytesOut)
    return {
      ...{
        session,
        endpoint,
        senderNumber: present.sender,
        account,
        network: last ? last.network : networkOf(address),
        address,
      },
      ...{ client: shownText(present.client(), TEXT_MAX), since, lastAt: isMoving ? at : latest(lastAt, last?.lastAt) },
      ...{ bytesIn, bytesOut, files, doing, file: file === null ? null : shownText(utf8(file), FILE_MAX) },
    }
  })
}

export function changedSessions(
  now: readonly LiveSession[],
  before: ReadonlyMap<string, LiveSession>,
): Pick<SessionReport, 'changed' | 'gone'> {
  const present = new Set(now.map(({ session }) => session))
  return {
    changed: now.filter((session) => !isSame(session, before.get(session.session))),
    gone: [...before.keys()].filter((session) => !present.has(session)),
  }
}

/**
 * rule 26.11: of what a client sent, one line without marks that a screen would act upon: at most `max` characters of at most four bytes,
 * none of them cut in two: PostgreSQL would refuse a half one, and with it what is told of all other sessions.
 */
export function shownText(text: string, max: number): string {
  const beginning = text.slice(0, 2 * max) // a character is at most two units, and what follows is not worth a look
  if (PLAIN.test(beginning)) return beginning.slice(0, max) // nearly all, and there may be hundreds each time
  return [...beginning.replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, '?')].slice(0, max).join('')
}

/** The rest of a session stays as it began. */
const CHANGING = ['account', 'client', 'bytesIn', 'bytesOut', 'files', 'doing', 'file'] as const

function isSame(one: LiveSession, other: LiveSession | undefined): boolean {
  if (other === undefined || one.lastAt.getTime() !== other.lastAt.getTime()) return false
  return CHANGING.every((key) => one[key] === other[key])
}

function latest(one: Date, other: Date | undefined): Date {
  return other !== undefined && other > one ? other : one
}

/** Paths are bytes here. */
function utf8(path: string): string {
  if (PLAIN.test(path)) return path
  return Buffer.from(path, 'latin1').toString('utf8')
}
