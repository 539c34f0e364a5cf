/** Answers in the place of online services, through the same door as they do: what is due stands in rows. */
import { errorFields } from '../../base/log.ts'
import { findAddressee } from '../../ledger/answers/addressee.ts'
import {
  postponeSimulatedAnswer,
  type SimulatedAnswer,
  simulatedAnswerDone,
  simulatedAnswersDue,
} from '../../ledger/answers/simulated-answers.ts'
import { readFacts } from '../../ledger/facts.ts'
import { handledForms } from '../answers/handled-forms.ts'
import { repeat } from '../repeat.ts'
import { scriptOf } from './script.ts'
import type { SimulatorSettings } from './settings.ts'
import { simulatedDocuments } from './simulated-document.ts'

export type Simulator = AsyncDisposable & {
  /** Answers what is due now. */
  kick(): Promise<void>
}

const POLL_MILLISECONDS = 500
const AT_ONCE = 50
const RETRY_SECONDS_MAX = 60

export function createSimulator(settings: SimulatorSettings): Simulator {
  const { log } = settings
  const looking = repeat(
    () => look(settings),
    POLL_MILLISECONDS,
    (error) => log.warn('simulator.lookFailed', errorFields(error)),
  )
  void looking.now()
  return { kick: () => looking.now(), [Symbol.asyncDispose]: () => looking.stop() }
}

async function look(settings: SimulatorSettings): Promise<void> {
  const { queries } = settings.database
  for (const due of await simulatedAnswersDue(queries, AT_ONCE)) {
    try {
      await answer(due, settings)
      await simulatedAnswerDone(queries, due)
    } catch (error) {
      settings.log.warn('simulator.postponed', { ticket: due.ticket, ...errorFields(error) })
      await postponeSimulatedAnswer(queries, due, Math.min(RETRY_SECONDS_MAX, 2 ** Math.min(due.attempts, 6)))
    }
  }
}

async function answer(due: SimulatedAnswer, settings: SimulatorSettings): Promise<void> {
  const { database, receive, log, limits } = settings
  const { service, ticket, purpose, step, idempotencyKey, dueAt } = due
  const addressee = await findAddressee(database.queries, service, { ticket })
  const { envelope } = addressee ? await readFacts(database.queries, addressee.submissionId) : {}
  const scripted = scriptOf(envelope?.members[0]?.name.split('.')[4] ?? '', service).answers[step]
  if (!envelope || !scripted) return log.warn('simulator.nothingToAnswer', { ticket, step })
  const forms = await handledForms(envelope, settings)
  const { schema, perForm } = limits
  const documents = simulatedDocuments({ envelope, forms, what: scripted.what, createdAt: dueAt, schema, perForm })
  const sent = scripted.isTwice ? [...documents.entries(), ...documents.entries()] : documents.entries()
  for (const [index, document] of sent) {
    const key = `simulated-${idempotencyKey}-${step}-${index + 1}`
    const received = await receive({
      service,
      reference: { ticket },
      purpose,
      key,
      bytes: [document],
      via: 'simulator',
    })
    if (!received.ok) log.error('simulator.refused', { ticket, purpose, ...received.problem })
  }
}
