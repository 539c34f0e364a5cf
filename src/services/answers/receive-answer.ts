/**
 * An answer of an online service comes in, by whichever way: it is ours, whole and on the disk, when this resolves with ok; signing
 * and publishing follow at their own pace. Everything that is wrong with it is told instead, and nothing is kept.
 */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { serviceAnswerNames } from '../../batch/answer-names.ts'
import { type Environment, isEnvironment } from '../../batch/environment.ts'
import { OUTBOUND_PURPOSES, UNASKED_PURPOSES } from '../../batch/purposes.ts'
import { type Addressee, findAddressee } from '../../ledger/answers/addressee.ts'
import { type AnswerVia, findAnswer, insertAnswer, type StoredAnswer } from '../../ledger/answers/received-answers.ts'
import { compressedAnswersOf } from '../../registry/compressed-answers.ts'
import type { Blob, Draft } from '../../spool/spool.ts'
import { CheckerFailed } from '../../stages/checkers/checker-failed.ts'
import type { DocumentFindings } from '../../stages/checkers/findings.ts'
import { documentFault, referenceFault, referenceIn, resultIn } from './check-answer.ts'
import {
  BAD_KEY,
  keyUsed,
  namesNoSubmission,
  notDispatched,
  notWellFormed,
  otherEnvironment,
  purposeNotAllowed,
  senderUnknown,
  tooLarge,
  unknownService,
} from './refusals.ts'
import type { AnsweringService, AnswersSettings } from './settings.ts'

/** Which declaration it answers, or, for what nobody asked for, to whom it speaks. */
export type AnswerReference =
  | { readonly submissionId: string }
  | { readonly ticket: string }
  /** The document says: FileReference of its forms. */
  | 'document'
  | { readonly sender: string; readonly environment: string }

export type IncomingAnswer = {
  /** Code of the service that answers. */
  readonly service: string
  readonly reference: AnswerReference
  /** Where the way tells it: the declaration must be of it. */
  readonly environment?: Environment
  readonly purpose: string
  /** The service's own, 1 to 200 printable characters: an answer that comes again with it is one answer. */
  readonly key: string
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly via: AnswerVia
}

export type ReceivedAnswer = {
  readonly answerId: string
  /** Of the FO or CO that is going to be in OUT. */
  readonly name: string
  readonly sender: string
  readonly environment: Environment
  readonly submissionId: string | null
  /** It came before. */
  readonly replayed: boolean
  readonly publishedAt: Date | null
}

export type ReceiveDeps = Omit<AnswersSettings, 'sign' | 'metrics'>

const KEY = /^[\x21-\x7e]{1,200}$/

/**
 * rule 20.1: the same key is the same answer, for ever. Throws `Unavailable` when disk, database or checker are away: then it may have been
 * taken or not, and is to be sent again with its key. Refuses: SLU-UNKNOWN, SLU-PURPOSE, SLU-INPUT, SLU-SIZE, SLU-CONFLICT, SLU-XML,
 * SLU-FORM, SLU-SCHEMA, SLU-REFERENCE.
 */
export async function receiveAnswer(
  deps: ReceiveDeps,
  incoming: IncomingAnswer,
): Promise<Result<ReceivedAnswer, Refusal>> {
  const service = deps.services().find(({ code }) => code === incoming.service)
  if (!service) return no(unknownService(incoming.service))
  if (!isAllowed(incoming.purpose, service)) return no(purposeNotAllowed(incoming.purpose, service.code))
  if (!KEY.test(incoming.key)) return no(BAD_KEY)
  await using draft = deps.spool.draft()
  if (!(await fill(draft, incoming.bytes, deps.limits.bytes))) return no(tooLarge(deps.limits.bytes))
  const before = await findAnswer(deps.database.queries, service.code, incoming.key)
  if (before) return replayOf(before, incoming, await draft.hash(), deps)
  return await takeNew(incoming, service, await draft.keep(), deps)
}

/** Purposes that come in are none, and acknowledgements are the gateway's alone. */
function isAllowed(purpose: string, { answers }: AnsweringService): boolean {
  if (!OUTBOUND_PURPOSES.some(({ code }) => code === purpose)) return false
  return answers.purposes.length === 0 || answers.purposes.includes(purpose)
}

async function fill(draft: Draft, bytes: IncomingAnswer['bytes'], bytesMax: number): Promise<boolean> {
  for await (const piece of bytes) {
    if (draft.size + piece.length > bytesMax) return false
    await draft.write(piece, draft.size)
  }
  return true
}

function replayOf(
  before: StoredAnswer,
  { key, purpose }: IncomingAnswer,
  sha256: string,
  deps: ReceiveDeps,
): Result<ReceivedAnswer, Refusal> {
  const isSame = before.document.sha256 === sha256 && before.purpose === purpose
  return isSame ? ok(receivedOf(before, deps, true)) : no(keyUsed(key))
}

async function takeNew(
  incoming: IncomingAnswer,
  service: AnsweringService,
  document: Blob,
  deps: ReceiveDeps,
): Promise<Result<ReceivedAnswer, Refusal>> {
  const { purpose, key, via } = incoming
  const found = await inspected(purpose, document, deps)
  if (!found.ok) return found
  const to = await addresseeOf(incoming, found.value, deps)
  if (!to.ok) return to
  const { sender, environment } = to.value
  const compressed = await compressedAnswersOf(deps.database.queries, sender)
  const answer = {
    ...{ service: service.code, key, purpose, via, sender, environment, document },
    submissionId: 'submissionId' in to.value ? to.value.submissionId : null,
    result: resultIn(purpose, found.value),
    isFinal: 'submissionId' in to.value && service.answers.final.includes(purpose),
    compressed: compressed ?? deps.limits.compressed,
  }
  const { stored, isNew } = await deps.database.transaction((tx) => insertAnswer(tx, answer))
  if (!isNew) return replayOf(stored, incoming, document.sha256, deps)
  const { answerId, submissionId } = stored
  deps.log.info('answer.received', { id: submissionId, answerId, service: service.code, purpose, via, sender })
  return ok(receivedOf(stored, deps, false))
}

async function inspected(
  purpose: string,
  { sha256, bytes }: Blob,
  { checkers, spool }: ReceiveDeps,
): Promise<Result<DocumentFindings, Refusal>> {
  try {
    const part = { name: purpose, bytes, stream: () => spool.stream(sha256) }
    const [found] = await checkers.inspect({ parts: [part] })
    if (!found) throw new TypeError('a document was not inspected')
    const fault = documentFault(purpose, found)
    return fault ? no(fault) : ok(found)
  } catch (error) {
    // It would do so again: the service must hear of it, or it would send it for ever.
    if (error instanceof CheckerFailed && error.why !== 'died') return no(notWellFormed(error.message))
    throw error
  }
}

type To = Addressee | { readonly sender: string; readonly environment: Environment }

async function addresseeOf(
  { service, purpose, reference, environment: expected }: IncomingAnswer,
  found: DocumentFindings,
  { database: { queries } }: ReceiveDeps,
): Promise<Result<To, Refusal>> {
  if (reference !== 'document' && 'sender' in reference) {
    const { sender, environment } = reference
    if (!UNASKED_PURPOSES.has(purpose) || !isEnvironment(environment)) return no(namesNoSubmission(purpose))
    const known = await compressedAnswersOf(queries, sender.replaceAll('\0', '\uFFFD'))
    return known === undefined ? no(senderUnknown(sender)) : ok({ sender, environment })
  }
  const by = reference === 'document' ? referenceIn(found) : ok(reference)
  if (!by.ok) return by
  const addressee = await findAddressee(queries, service, by.value)
  if (!addressee) return no(notDispatched(service, Object.values(by.value).join()))
  if (expected !== undefined && addressee.environment !== expected) return no(otherEnvironment(addressee.environment))
  const fault = referenceFault(purpose, found, addressee)
  return fault ? no(fault) : ok(addressee)
}

function receivedOf(stored: StoredAnswer, { gatewayNumber }: ReceiveDeps, replayed: boolean): ReceivedAnswer {
  const { answerId, sender, environment, submissionId, publishedAt } = stored
  const { document: name } = serviceAnswerNames(stored, gatewayNumber())
  return { answerId, name, sender, environment, submissionId, replayed, publishedAt }
}
