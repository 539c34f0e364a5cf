import type { Database } from '../database/database.ts'
import { type Answers, createAnswers } from '../services/answers/create-answers.ts'
import type { AnswersSettings } from '../services/answers/settings.ts'
import { createSimulator } from '../services/simulator/create-simulator.ts'
import type { Sign } from '../signing/answer-signer.ts'
import type { Spool } from '../spool/spool.ts'
import { createCheckers } from '../stages/checkers/checkers.ts'
import type { Ground } from './ground.ts'
import { liveView } from './live-view.ts'

/** The answers of online services, and the simulator that answers in their place. */
export async function openAnswers(
  ground: Ground & { readonly database: Database; readonly spool: Spool; readonly sign: Sign },
): Promise<Answers> {
  const { live, database, spool, log, metrics, sign } = ground
  const { limits, schemas } = live.current()
  const checkers = createCheckers({
    ...{
      count: 1,
      seconds: limits.checkerSeconds,
      memoryBytes: limits.checkerMemoryBytes,
      schemasDir: schemas.dir,
      log,
    },
    readsValues: true,
  })
  const settings: AnswersSettings = {
    ...{ database, spool, checkers, log, metrics, sign },
    services: () => live.current().services,
    limits: liveView(() => live.current().answers),
    gatewayNumber: () => live.current().names.gatewayNumber,
  }
  const answers = await createAnswers(settings)
  const simulator = createSimulator({
    ...settings,
    simulator: liveView(() => live.current().simulator),
    receive: answers.receive,
  })
  return {
    ...answers,
    async [Symbol.asyncDispose]() {
      await simulator[Symbol.asyncDispose]()
      await answers[Symbol.asyncDispose]()
      await checkers[Symbol.asyncDispose]()
    },
  }
}
