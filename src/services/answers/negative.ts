/** The answer that a sender gets from us when its online service will not have a declaration, or can never get it. */
import { Corrupt } from '../../base/errors.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { acknowledgedName } from '../../batch/acknowledgement-document.ts'
import type { Envelope } from '../../batch/facts.ts'
import type { Language } from '../../batch/languages.ts'
import { NEGATIVE_ERROR_IDS, negativeLabel } from '../../batch/negative-answer-words.ts'
import { type NotifiedForm, notificationDocuments } from '../../batch/notification-document.ts'
import type { Transaction } from '../../database/database.ts'
import {
  type GivenUp,
  giveUpDelivery,
  type NegativeAnswerDue,
  settleNegativeAnswer,
} from '../../ledger/answers/negative-answers.ts'
import { insertAnswer } from '../../ledger/answers/received-answers.ts'
import { readFacts } from '../../ledger/facts.ts'
import { databaseTime } from '../../ledger/tickets.ts'
import { type ReasonedAct, writeAudit } from '../../registry/audit.ts'
import { compressedAnswersOf } from '../../registry/compressed-answers.ts'
import { languageOf } from '../../registry/status-folder.ts'
import { handledForms, repeatedOf } from './handled-forms.ts'
import type { AnswersSettings } from './settings.ts'

/** A notification of ours. */
const PURPOSE = 'NOTI'
/** Refused, because of blocking anomalies (spec §11). */
const BLOCKING = 3

export type NegativeDeps = Omit<AnswersSettings, 'sign' | 'metrics'>

/**
 * rule 20.10: one negative answer for each delivery, for ever: what is owed goes in the transaction that writes the answer down, and its key
 * is the delivery's own.
 */
export async function refuseNegatively(due: NegativeAnswerDue, deps: NegativeDeps): Promise<void> {
  const { database, spool, log } = deps
  const { envelope } = await readFacts(database.queries, due.submissionId)
  if (!envelope) throw new Corrupt('a refused delivery belongs to no sealed submission')
  const documents = await documentsOf(due, envelope, deps)
  const blobs = await Promise.all(documents.map((document) => spool.store(document)))
  const compressed = (await compressedAnswersOf(database.queries, envelope.sender)) ?? deps.limits.compressed
  const isDone = await database.transaction(async (tx) => {
    if (!(await settleNegativeAnswer(tx, due.deliveryId))) return false
    for (const [index, document] of blobs.entries()) {
      await insertAnswer(tx, {
        ...{ service: due.service, key: `negative-${due.deliveryId}-${index + 1}`, purpose: PURPOSE, via: 'gateway' },
        ...{ sender: envelope.sender, environment: envelope.environment, submissionId: due.submissionId },
        ...{ document, result: 'refused', isFinal: true, compressed },
      })
    }
    return true
  })
  if (isDone) log.info('answer.negative', { id: due.submissionId, service: due.service, kind: due.kind })
}

async function documentsOf(due: NegativeAnswerDue, envelope: Envelope, deps: NegativeDeps): Promise<readonly Buffer[]> {
  const { queries } = deps.database
  const language = await languageOf(queries, envelope.sender)
  const forms = (await handledForms(envelope, deps)).map((form): NotifiedForm => {
    return { ...repeatedOf(form), ...refusedForm(due, envelope.ticket, language) }
  })
  const notification = {
    ...notifiedFile(envelope),
    createdAt: await databaseTime(queries),
    schema: deps.limits.schema,
    forms,
  }
  return notificationDocuments(notification, deps.limits.perForm)
}

function refusedForm(
  { kind, words }: NegativeAnswerDue,
  ticket: string,
  language: Language,
): Omit<NotifiedForm, 'handled' | 'declarantReference'> {
  const label = negativeLabel(kind, words, language)
  const anomalies = [{ errorId: NEGATIVE_ERROR_IDS[kind], class: 'B', label }]
  return { ticket, resultCode: 0, diagnoses: [BLOCKING], anomalies }
}

/** What a notification says of the file that it is about. */
export function notifiedFile(envelope: Envelope) {
  const { ticket, sender, sealedAt, members } = envelope
  const channel = (members.find(({ name }) => name.startsWith('FI.')) ?? members[0])?.channel ?? 'sftp'
  return { fileName: acknowledgedName(envelope), ticket, sender, receivedAt: new Date(sealedAt), channel }
}

const NOT_TO_GIVE_UP = refusal(
  'SLU-STATE',
  'The delivery is over, is being handed over at this moment, was answered by its service, or is not there.',
  'Look at its state; while it is under way, wait until that attempt has ended; one that was answered may be requeued.',
)

/** An operator gives a delivery up: the sender is answered with these words, the audit keeps the reason. Refuses: SLU-STATE. */
export async function giveUp(
  tx: Transaction,
  { deliveryId, words }: { readonly deliveryId: string; readonly words: string | null },
  act: ReasonedAct,
): Promise<Result<GivenUp, Refusal>> {
  const given = await giveUpDelivery(tx, deliveryId, words)
  if (!given) return no(NOT_TO_GIVE_UP)
  const { submissionId, service, error } = given
  const detail = { submissionId, service, ...(words !== null && { words }), ...(error !== null && { error }) }
  await writeAudit(tx, { ...act, action: 'delivery.givenUp', subject: `delivery:${deliveryId}`, detail })
  return ok(given)
}
