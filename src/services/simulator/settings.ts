import type { Environment } from '../../batch/environment.ts'
import type { Answers } from '../answers/create-answers.ts'
import type { AnswersSettings } from '../answers/settings.ts'

export type SimulatorLimits = {
  /** Never R. */
  readonly environments: readonly Environment[]
  /** Of the online services that it speaks for; none: of all. */
  readonly services: readonly string[]
  readonly delaySeconds: number
  readonly lateSeconds: number
  readonly closedSeconds: number
}

export type SimulatorSettings = Pick<AnswersSettings, 'database' | 'spool' | 'checkers' | 'limits' | 'log'> & {
  /** Read at use. */
  readonly simulator: SimulatorLimits
  readonly receive: Answers['receive']
}
