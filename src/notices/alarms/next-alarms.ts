/** What becomes of alarms from one look to the next, and what is told of it; pure. */
import { type Condition, keyOf } from './conditions.ts'

/** One that is watched, from the first look that found it until it is told that it is over. */
export type Alarm = Condition & {
  readonly firstSeenAt: Date
  /** It lasted for `afterSeconds`; null: not yet. */
  readonly raisedAt: Date | null
  /** The last message about it; null: none yet. */
  readonly toldAt: Date | null
  /** Since when it is not found any more; null: it is. */
  readonly goneAt: Date | null
}

export type News = { readonly what: 'raised' | 'worse' | 'lasting' | 'over'; readonly alarm: Alarm }

export type AlarmRhythm = {
  /** So long it must last before it is an alarm, and be gone before it is over: what flickers calls nobody. */
  readonly afterSeconds: number
  /** Then what lasts is told again. */
  readonly repeatHours: number
  /** Whether a message may leave now; what is not told stays to be told. */
  readonly mayTell: boolean
}

export type AlarmRound = { readonly alarms: readonly Alarm[]; readonly news: readonly News[] }

/** rule 27.2: raised when it lasts, told once, again when it grows worse or still lasts, and told when it is over. */
export function nextAlarms(
  known: readonly Alarm[],
  found: readonly Condition[],
  now: Date,
  rhythm: AlarmRhythm,
): AlarmRound {
  const conditions = new Map(found.map((condition) => [keyOf(condition), condition]))
  const knownKeys = new Set(known.map(keyOf))
  const seen = known.map((alarm) => ({ before: alarm, now: seenAgain(alarm, conditions.get(keyOf(alarm)), now) }))
  const fresh = [...conditions]
    .filter(([key]) => !knownKeys.has(key))
    .map(([, condition]) => ({ before: null, now: firstSeen(condition, now) }))
  const rounds = [...seen, ...fresh].map(({ before, now: alarm }) => step(before, alarm, now, rhythm))
  return { alarms: rounds.flatMap(({ alarms }) => alarms), news: rounds.flatMap(({ news }) => news) }
}

function firstSeen(condition: Condition, now: Date): Alarm {
  return { ...condition, firstSeenAt: now, raisedAt: null, toldAt: null, goneAt: null }
}

function seenAgain(alarm: Alarm, condition: Condition | undefined, now: Date): Alarm {
  return condition ? { ...alarm, ...condition, goneAt: null } : { ...alarm, goneAt: alarm.goneAt ?? now }
}

function step(before: Alarm | null, alarm: Alarm, now: Date, rhythm: AlarmRhythm): AlarmRound {
  const { afterSeconds, mayTell } = rhythm
  if (alarm.goneAt) return gone(alarm, now, rhythm)
  const lasts = secondsSince(alarm.firstSeenAt, now) >= afterSeconds
  const raised = alarm.raisedAt || !lasts ? alarm : { ...alarm, raisedAt: now }
  const what = newsOf(before, raised, now, rhythm)
  if (!what || !mayTell)
    return { alarms: [what === 'worse' && before ? { ...raised, severity: before.severity } : raised], news: [] }
  const told = { ...raised, toldAt: now }
  return { alarms: [told], news: [{ what, alarm: told }] }
}

/** One that was never raised, or never told, ends without a word; the log has it. */
function gone(alarm: Alarm, now: Date, { afterSeconds, mayTell }: AlarmRhythm): AlarmRound {
  if (!alarm.raisedAt) return { alarms: [], news: [] }
  const isOver = secondsSince(alarm.goneAt ?? now, now) >= afterSeconds
  if (!isOver) return { alarms: [alarm], news: [] }
  if (!alarm.toldAt) return { alarms: [], news: [] }
  return mayTell ? { alarms: [], news: [{ what: 'over', alarm }] } : { alarms: [alarm], news: [] }
}

function newsOf(before: Alarm | null, alarm: Alarm, now: Date, { repeatHours }: AlarmRhythm): News['what'] | null {
  if (!alarm.raisedAt) return null
  if (!alarm.toldAt) return 'raised'
  if (before?.severity === 'warning' && alarm.severity === 'critical') return 'worse'
  return secondsSince(alarm.toldAt, now) >= repeatHours * 3600 ? 'lasting' : null
}

function secondsSince(then: Date, now: Date): number {
  return (now.getTime() - then.getTime()) / 1000
}
