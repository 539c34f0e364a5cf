/** One submission from its first file to the last answer and the last hand of an operator, in the order of time. Pure; words are the page's. */
import type { WholeSubmission } from '../../../ledger/search/whole-submission.ts'
import type { AuditRow } from '../../../registry/audit.ts'
import { CONTENTS_READ } from '../../../registry/contents-reads.ts'

export const HAPPENINGS = [
  'received',
  'sealed',
  'deadline',
  'unroutable',
  'cancelled',
  'accepted',
  'rejected',
  'answered',
  'retrieved',
  'taken',
  'dispatched',
  'delivered',
  'refused',
  'retrying',
  'inDoubt',
  'deliveryParked',
  'goRepeated',
  'tdTooLate',
  'parked',
  'contentsRemoved',
  'contentsRead',
  'act',
  'other',
] as const
export type HappeningKind = (typeof HAPPENINGS)[number]

export type Happening = {
  readonly at: Date
  readonly kind: HappeningKind
  /** A file, a service, an action, or the name of an event. */
  readonly what: string
  /** Session, address and account of a file; an error; the reason of an act. */
  readonly detail: string
  /** Who did it, of an act. */
  readonly who?: string
  /** When the last of several like it happened. */
  readonly until?: Date
}

/** An attempt of a hand-over, as told in its event. */
type Attempt = { readonly service: string; readonly first: number; readonly last: number }
type Step = Happening & { readonly attempt?: Attempt }

export function timelineOf(whole: WholeSubmission & { readonly acts: readonly AuditRow[] }): readonly Happening[] {
  const all: Step[] = [
    ...ofFiles(whole),
    ...ofFacts(whole),
    ...ofAnswers(whole),
    ...ofEvents(whole),
    ...ofActs(whole.acts),
  ]
  return together(all.sort((one, other) => one.at.getTime() - other.at.getTime()))
}

/** Attempts that failed one after the other for the same reason are one entry: a service that was away hides nothing else. */
function together(steps: readonly Step[]): readonly Happening[] {
  const told: Step[] = []
  for (const step of steps) {
    const before = told.at(-1)
    const attempt = before && goneOn(before, step)
    if (attempt) told.splice(-1, 1, { ...before, attempt, what: attemptWords(attempt), until: step.at })
    else told.push(step)
  }
  return told.map(({ attempt: _, ...happening }) => happening)
}

const FAILED: ReadonlySet<HappeningKind> = new Set(['retrying', 'inDoubt'])

/** What both are together; null when the second is not the first once more. */
function goneOn(before: Step, { kind, detail, attempt }: Step): Attempt | null {
  if (!FAILED.has(kind) || kind !== before.kind || detail !== before.detail || !attempt || !before.attempt) return null
  if (attempt.service !== before.attempt.service || attempt.first !== before.attempt.last + 1) return null
  return { ...before.attempt, last: attempt.last }
}

function attemptWords({ service, first, last }: Attempt): string {
  return `${service} · #${first}${last > first ? `–#${last}` : ''}`
}

function ofFiles({ found, origins }: WholeSubmission): Happening[] {
  return found.files.map(({ fileId, receivedAt, name, channel, via, principal }) => {
    const { session = '', address = '' } = origins.get(fileId) ?? {}
    const way = via === 'folder' ? `${channel}, folder` : channel
    return { at: receivedAt, kind: 'received', what: name, detail: words([way, principal, address, session]) }
  })
}

const SEALED = { complete: 'sealed', deadline: 'deadline', expired: 'deadline', unroutable: 'unroutable' } as const

function ofFacts({ found }: WholeSubmission): Happening[] {
  const { envelope, cancellation, verdict, acknowledgement, dispatch } = found.facts
  return [
    ...(envelope
      ? [happening(envelope.sealedAt, SEALED[envelope.why], envelope.ticket, envelope.rights.slice(0, 12))]
      : []),
    ...(cancellation ? [happening(cancellation.cancelledAt, 'cancelled', cancellation.name)] : []),
    ...(verdict ? [happening(verdict.judgedAt, verdict.outcome, '', verdict.rules)] : []),
    ...(acknowledgement ? [happening(acknowledgement.publishedAt, 'answered', acknowledgement.name)] : []),
    ...(dispatch ? [happening(dispatch.dispatchedAt, 'dispatched', dispatch.service)] : []),
  ]
}

function ofAnswers({ fetched }: WholeSubmission): Happening[] {
  return fetched.flatMap(({ name, retrievedAt, retrievedBy, deletedAt }) => [
    ...(retrievedAt ? [{ at: retrievedAt, kind: 'retrieved' as const, what: name, detail: retrievedBy ?? '' }] : []),
    ...(deletedAt && name.startsWith('FO.') ? [{ at: deletedAt, kind: 'taken' as const, what: name, detail: '' }] : []),
  ])
}

const EVENTS: Readonly<Record<string, HappeningKind>> = {
  'go.repeated': 'goRepeated',
  'cancellation.tooLate': 'tdTooLate',
  'submission.parked': 'parked',
  'delivery.delivered': 'delivered',
  'delivery.refused': 'refused',
  'delivery.retrying': 'retrying',
  'delivery.inDoubt': 'inDoubt',
  'delivery.parked': 'deliveryParked',
  'contents.removed': 'contentsRemoved',
}

/** Each attempt of a hand-over is an event, as far as they are kept. */
function ofEvents({ found }: WholeSubmission): Step[] {
  return found.events.map(({ at, event, detail }) => {
    const { service, attempts, error } = detail as { service?: unknown; attempts?: unknown; error?: unknown }
    const told = { at, kind: EVENTS[event] ?? 'other', detail: words([error]) }
    if (told.kind === 'other') return { ...told, what: event }
    if (typeof service !== 'string' || typeof attempts !== 'number') return { ...told, what: words([service]) }
    const attempt = { service, first: attempts, last: attempts }
    return { ...told, what: attemptWords(attempt), attempt }
  })
}

function ofActs(acts: readonly AuditRow[]): Happening[] {
  return acts.map(({ at, action, actor, reason, detail }) =>
    action === CONTENTS_READ
      ? { at, kind: 'contentsRead', what: String(detail.file), detail: reason, who: actor }
      : { at, kind: 'act', what: action, detail: reason, who: actor },
  )
}

function happening(at: string, kind: HappeningKind, what: string, detail = ''): Happening {
  return { at: new Date(at), kind, what, detail }
}

function words(parts: readonly unknown[]): string {
  return parts.filter((part) => part !== undefined && part !== null && part !== '').join(' · ')
}
