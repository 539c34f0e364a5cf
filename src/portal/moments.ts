/** One timeline from the first file to the last answer, of what is known of a set. Words are the page's and the API's affair. */
import { isDocumentName } from '../batch/answer-names.ts'
import type { FoundSubmission } from '../ledger/find.ts'

export const MOMENTS = [
  'received',
  'sealed',
  'deadline',
  'unroutable',
  'cancelled',
  'accepted',
  'rejected',
  'answered',
  'dispatched',
  'delivered',
  'refused',
  'fetched',
  'taken',
  'expired',
  'contentsRemoved',
  'serviceAnswered',
  'repeated',
  'givenUp',
  'goRepeated',
  'tdTooLate',
  'parked',
] as const
export type MomentKind = (typeof MOMENTS)[number]

export type Moment = {
  readonly at: Date
  readonly kind: MomentKind
  /** Of the file, for `received`, `serviceAnswered` and `repeated`. */
  readonly name?: string
  readonly channel?: string
  readonly via?: 'folder' | null
  /** For `dispatched`, `delivered` and `refused`. */
  readonly service?: string
}

/** In the order of time. Events that tell a sender nothing are left out. */
export function momentsOf(found: FoundSubmission): readonly Moment[] {
  const moments = [...ofFiles(found), ...ofFacts(found), ...ofDeliveries(found), ...ofEvents(found)]
  return moments.sort((one, other) => one.at.getTime() - other.at.getTime())
}

function ofFiles({ files, answers }: FoundSubmission): Moment[] {
  const documents = answers.filter(({ name }) => isDocumentName(name))
  return [
    ...files.map(({ receivedAt, name, channel, via }): Moment => {
      return { at: receivedAt, kind: 'received', name, channel, via }
    }),
    ...documents.flatMap(({ deletedAt: at, expiredAt }): Moment[] =>
      at ? [{ at, kind: expiredAt ? 'expired' : 'taken' }] : [],
    ),
  ]
}

const SEALED = { complete: 'sealed', deadline: 'deadline', expired: 'deadline', unroutable: 'unroutable' } as const

function ofFacts({ facts }: FoundSubmission): Moment[] {
  const { envelope, cancellation, verdict, acknowledgement, dispatch } = facts
  return [
    ...(envelope ? [{ at: new Date(envelope.sealedAt), kind: SEALED[envelope.why] }] : []),
    ...(cancellation ? [{ at: new Date(cancellation.cancelledAt), kind: 'cancelled' as const }] : []),
    ...(verdict ? [{ at: new Date(verdict.judgedAt), kind: verdict.outcome }] : []),
    ...(acknowledgement ? [{ at: new Date(acknowledgement.publishedAt), kind: 'answered' as const }] : []),
    ...(dispatch
      ? [{ at: new Date(dispatch.dispatchedAt), kind: 'dispatched' as const, service: dispatch.service }]
      : []),
  ]
}

function ofDeliveries({ deliveries }: FoundSubmission): Moment[] {
  return deliveries.flatMap(({ state, service, finishedAt }) =>
    finishedAt && (state === 'delivered' || state === 'refused') ? [{ at: finishedAt, kind: state, service }] : [],
  )
}

const EVENTS: Readonly<Record<string, MomentKind>> = {
  'go.repeated': 'goRepeated',
  'cancellation.tooLate': 'tdTooLate',
  'submission.parked': 'parked',
  'answer.fetched': 'fetched',
  'answer.retrieved': 'taken',
  'contents.removed': 'contentsRemoved',
  'answer.published': 'serviceAnswered',
  'answer.repeated': 'repeated',
  'delivery.givenUp': 'givenUp',
}

function ofEvents({ events }: FoundSubmission): Moment[] {
  return events.flatMap(({ at, event, detail }) => {
    const kind = EVENTS[event]
    if (!kind) return []
    const isNamed = kind === 'serviceAnswered' || kind === 'repeated'
    return [{ at, kind, ...(isNamed && { name: String(detail.name) }) }]
  })
}
