/** What is due of the answers, found in rows: publishing what came in, and answering for services that will not have a declaration. */
import { Corrupt, remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { negativeAnswersDue, postponeNegativeAnswer } from '../../ledger/answers/negative-answers.ts'
import { answersToPublish, postponeAnswer } from '../../ledger/answers/received-answers.ts'
import { refuseNegatively } from './negative.ts'
import { publish } from './publish.ts'
import type { AnswersSettings } from './settings.ts'

const AT_ONCE = 50
const SIDE_BY_SIDE = 4
const CORRUPT_SECONDS = 600

/** rule 20.10. */
export async function refuseDue(settings: AnswersSettings): Promise<void> {
  const { queries } = settings.database
  for (const due of await negativeAnswersDue(queries, AT_ONCE)) {
    const again = (seconds: number, error: string) => postponeNegativeAnswer(queries, due.deliveryId, error, seconds)
    const fields = { id: due.submissionId, service: due.service }
    await settled(() => refuseNegatively(due, settings), due.attempts, again, settings, fields)
  }
}

/** rule 20.4. */
export async function publishDue(settings: AnswersSettings): Promise<void> {
  const { queries } = settings.database
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

/**
 * rule 20.16: what cannot be done now is put off for longer each time, and told; what makes no sense is told louder, and looked at again
 * once a person had time for it. It is never given up: who waits too long calls a person (rule 27.1).
 */
async function settled(
  work: () => Promise<void>,
  attempts: number,
  postpone: (seconds: number, error: string) => Promise<void>,
  { log, limits }: AnswersSettings,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const told = errorFields(error)
    const isTransient = remedyFor(error) === 'retry'
    log[isTransient ? 'warn' : 'error']('answer.postponed', { ...fields, attempts, ...told })
    const pause = Math.min(limits.retrySecondsMax, 2 ** Math.min(attempts, 16))
    await postpone(error instanceof Corrupt ? CORRUPT_SECONDS : pause, told.error)
  }
}
