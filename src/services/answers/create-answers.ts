/**
 * The answers of online services, from their receipt to the OUT folders: what is due is found in rows, so that whatever a crash left
 * is done by the next look, here or in another process. Several processes may do this at once.
 */
import { errorFields } from '../../base/log.ts'
import { repeat } from '../repeat.ts'
import { measureWaiting } from './answer-metrics.ts'
import { publishDue, refuseDue } from './due-answers.ts'
import { watchAnswerFolders } from './folder/watch-answer-folders.ts'
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
const PUBLISHED = 'published '

/** Starts at once. Throws `Unavailable` when the database does not answer. */
export async function createAnswers(settings: AnswersSettings): Promise<Answers> {
  const { database, log, metrics } = settings
  const told = (event: string) => (error: unknown) => log.warn(event, errorFields(error))
  const about = 'Answers of online services that were received, by service, purpose and way.'
  const counted = metrics.counter('sluice_service_answers_total', about, ['service', 'purpose', 'via'])
  measureWaiting(settings)
  const receive: Answers['receive'] = async (incoming) => {
    const received = await receiveAnswer(settings, incoming)
    const { service, purpose, via } = incoming
    if (received.ok && !received.value.replayed) counted({ service, purpose, via })
    return received
  }
  // Each by itself: a declaration over which a checker hangs holds up no answer.
  const publishing = repeat(() => publishDue(settings), POLL_MILLISECONDS, told('answer.lookFailed'))
  const refusing = repeat(() => refuseDue(settings), POLL_MILLISECONDS, told('answer.lookFailed'))
  const kick = async () => {
    await refusing.now()
    await publishing.now()
  }
  const hear = (payload: string) => {
    if (payload.startsWith(PUBLISHED)) return
    void publishing.now()
    void refusing.now()
  }
  const listener = await database.listen('sluice_answer', hear)
  const folders = watchAnswerFolders({ ...settings, receive })
  hear('')
  return {
    receive,
    kick,
    problems: () => folders.problems(),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await folders[Symbol.asyncDispose]()
      await Promise.all([publishing.stop(), refusing.stop()])
    },
  }
}
