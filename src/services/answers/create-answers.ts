/**
 * The answers of online services, from their receipt to the OUT folders: what is due is found in rows, so that whatever a crash left
 * is done by the next look, here or in another process. Several processes may do this at once.
 */
import { Corrupt, remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { negativeAnswersDue, postponeNegativeAnswer } from '../../ledger/answers/negative-answers.ts'
import { answersToPublish, postponeAnswer } from '../../ledger/answers/received-answers.ts'
import { repeat } from '../repeat.ts'
import { watchAnswerFolders } from './folder/watch-answer-folders.ts'
import { refuseNegatively } from './negative.ts'
import { publish } from './publish.ts'
import { type IncomingAnswer, receiveAnswer } from './receive-answer.ts'
import type { AnswersSettings } from './settings.ts'

export type Answers = AsyncDisposable & {
  /** As `receiveAnswer`. */
  receive(incoming: IncomingAnswer): ReturnType<typeof receiveAnswer>
  /** Looks for work now. Resolves when what was due is published, or put off. */
  kick(): Promise<void>
  /** What somebody must look at in the folders of services, one sentence each. */
  problems(): readonly string[]
}

const POLL_MILLISECONDS = 1000
const AT_ONCE = 50
const SIDE_BY_SIDE = 4
const CORRUPT_SECONDS = 600
const RETRY_SECONDS_MAX = 300
const PUBLISHED = 'published '

/** Starts at once. Throws `Unavailable` when the database does not answer. */
export async function createAnswers(settings: AnswersSettings): Promise<Answers> {
  const { database, log, metrics } = settings
  const told = (event: string) => (error: unknown) => log.warn(event, errorFields(error))
  const about = 'Answers of online services that were received, by service, purpose and way.'
  const counted = metrics.counter('sluice_service_answers_total', about, ['service', 'purpose', 'via'])
  const receive: Answers['receive'] = async (incoming) => {
    const received = await receiveAnswer(settings, incoming)
    const { service, purpose, via } = incoming
    if (received.ok && !received.value.replayed) counted({ service, purpose, via })
    return received
  }
  const looking = repeat(() => look(settings), POLL_MILLISECONDS, told('answer.lookFailed'))
  const hear = (payload: string) => {
    if (!payload.startsWith(PUBLISHED)) void looking.now()
  }
  const listener = await database.listen('sluice_answer', hear)
  const folders = watchAnswerFolders({ ...settings, receive })
  void looking.now()
  return {
    receive,
    kick: () => looking.now(),
    problems: () => folders.problems(),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await folders[Symbol.asyncDispose]()
      await looking.stop()
    },
  }
}

/** What is owed first, so that it is published in the same look. */
async function look(settings: AnswersSettings): Promise<void> {
  const { queries } = settings.database
  for (const due of await negativeAnswersDue(queries, AT_ONCE)) {
    const again = (seconds: number) => postponeNegativeAnswer(queries, due.deliveryId, seconds)
    await settled(() => refuseNegatively(due, settings), due.attempts, again, settings, {
      id: due.submissionId,
      service: due.service,
    })
  }
  for (let waiting = await answersToPublish(queries, AT_ONCE); waiting.length > 0; ) {
    const left = [...waiting]
    const worker = async () => {
      for (let answer = left.shift(); answer; answer = left.shift()) await publishOne(answer, settings)
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
    waiting = waiting.length < AT_ONCE ? [] : await answersToPublish(queries, AT_ONCE)
  }
}

async function publishOne(
  answer: Awaited<ReturnType<typeof answersToPublish>>[number],
  settings: AnswersSettings,
): Promise<void> {
  const { answerId, submissionId: id, service, purpose, attempts } = answer
  const fields = { id, answerId, service, purpose }
  const again = (seconds: number, error: string) => postponeAnswer(settings.database.queries, answer, error, seconds)
  const work = async () => {
    if (await publish(answer, settings)) settings.log.info('answer.published', fields)
  }
  await settled(work, attempts, again, settings, fields)
}

/** What cannot be done now is put off, and told; what makes no sense is told louder, and looked at again once a person had time for it. */
async function settled(
  work: () => Promise<void>,
  attempts: number,
  postpone: (seconds: number, error: string) => Promise<void>,
  { log }: AnswersSettings,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const told = errorFields(error)
    const isTransient = remedyFor(error) === 'retry'
    log[isTransient ? 'warn' : 'error']('answer.postponed', { ...fields, attempts, ...told })
    const seconds =
      error instanceof Corrupt ? CORRUPT_SECONDS : Math.min(RETRY_SECONDS_MAX, 2 ** Math.min(attempts, 16))
    await postpone(seconds, told.error)
  }
}
