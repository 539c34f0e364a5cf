/** The words of `sluice find` (contract): rows and facts as one JSON document per submission. */

import { answerTail, isDocumentName } from '../batch/answer-names.ts'
import { stateOf } from '../batch/next-step.ts'
import { textOf } from '../batch/reasons/catalogue.ts'
import type { FoundDelivery, FoundSubmission } from '../ledger/find.ts'

const OVER = ['delivered', 'refused']

export function foundDocument(found: FoundSubmission): object {
  const { envelope, verdict, acknowledgement, answer } = found.facts
  return {
    id: found.submissionId,
    setKey: verdict?.setKey ?? setKeyOf(found),
    sender: found.sender,
    service: verdict?.service ?? serviceOf(found),
    environment: found.environment,
    channel: channelOf(found),
    state:
      found.closedAt && !envelope && !found.facts.cancellation
        ? 'closed'
        : stateOf(
            found.facts,
            found.deliveries.length > 0 && found.deliveries.every(({ state }) => OVER.includes(state)),
          ),
    parked: found.parkedAt ? { at: found.parkedAt, reason: found.parkedReason } : null,
    waitsFor: found.awaitsRevocation ? { what: 'revocationData', ...found.awaitsRevocation } : null,
    sealedAt: envelope?.sealedAt ?? null,
    contentsRemovedAt: found.contentsRemovedAt,
    verdict: verdict
      ? { outcome: verdict.outcome, reasons: verdict.reasons.map((reason) => ({ ...reason, text: textOf(reason) })) }
      : null,
    ticket: envelope?.ticket ?? null,
    acknowledgement: acknowledgement ? { name: acknowledgement.name, publishedAt: acknowledgement.publishedAt } : null,
    answer: answer ? { name: answer.name, result: answer.result, publishedAt: answer.publishedAt } : null,
    answers: found.answers.filter(({ name }) => isDocumentName(name)).map(answerOf),
    deliveries: found.deliveries.map(({ service, state, attempts, lastError }) => ({
      service,
      state,
      attempts,
      lastError,
    })),
    files: found.files,
    evidence: verdict?.evidence ?? null,
    rights: envelope?.rights ?? null,
    rules: verdict?.rules ?? null,
    timeline: timelineOf(found),
  }
}

/** FO or CO, with what it is for. */
function answerOf({ name, publishedAt, deletedAt }: FoundSubmission['answers'][number]) {
  return { name, purpose: answerTail(name)?.purpose ?? null, publishedAt, deletedAt }
}

/** The channel of the GO (of the latest file, while there is none). */
function channelOf({ files }: FoundSubmission): string | null {
  const trigger = files.findLast(({ name }) => /^(GO|TD)\./.test(name)) ?? files.at(-1)
  return trigger?.channel ?? null
}

/** Elements 2 to 6 of the name, behind the folder. */
function setKeyOf({ rawKey, routable }: FoundSubmission): string | null {
  return routable ? rawKey.slice(rawKey.indexOf('/') + 1) : null
}

function serviceOf(found: FoundSubmission): string | null {
  const purpose = setKeyOf(found)?.split('.')[0] ?? ''
  return /^[A-Z][A-Z0-9]{3}$/.test(purpose) ? purpose : null
}

type Moment = { readonly at: string; readonly event: string; readonly [detail: string]: unknown }

function timelineOf({ facts, files, deliveries, events }: FoundSubmission): Moment[] {
  const { envelope, verdict, acknowledgement, dispatch, cancellation } = facts
  const moments: Moment[] = [
    ...files.map(({ receivedAt, name, state, channel }) => at(receivedAt, 'file.received', { name, state, channel })),
    ...(envelope ? [at(envelope.sealedAt, 'submission.sealed', { why: envelope.why })] : []),
    ...(cancellation ? [at(cancellation.cancelledAt, 'submission.cancelled', { name: cancellation.name })] : []),
    ...(verdict ? [at(verdict.judgedAt, 'submission.judged', { outcome: verdict.outcome })] : []),
    ...(acknowledgement
      ? [at(acknowledgement.publishedAt, 'acknowledgement.published', { name: acknowledgement.name })]
      : []),
    ...(dispatch ? [at(dispatch.dispatchedAt, 'submission.dispatched', { service: dispatch.service })] : []),
    ...deliveries.flatMap(finished),
    ...events.map((event) => at(event.at, event.event, event.detail)),
  ]
  return moments.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

function finished({ finishedAt, service, state }: FoundDelivery): Moment[] {
  return finishedAt ? [at(finishedAt, 'delivery.finished', { service, state })] : []
}

function at(instant: Date | string, event: string, detail: object): Moment {
  return { at: instant instanceof Date ? instant.toISOString() : instant, event, ...detail }
}
