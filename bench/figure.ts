import type { Reading } from './reading.ts'

/** A thing to measure: opens what it needs, and has cleaned up when it resolves. */
export type Figure = {
  /** For `--only`. */
  readonly id: string
  readonly title: string
  /** Throws `NotRun` when something that it compares with is not on this machine. */
  readonly measure: (bench: Bench) => Promise<readonly Reading[]>
}

export type Bench = {
  /** The gateway's main module, compiled. */
  readonly program: string
  /** Sizes as the figures to reach name them; else smaller ones, to end in minutes. */
  readonly full: boolean
  /** Measured rounds; a disturbed one does not count in a median of three. */
  readonly rounds: number
  /** Aborted when the benchmark is to end early. */
  readonly stop: AbortSignal
}

/** Something is missing here, which is nobody's fault: the line says why. */
export class NotRun extends Error {
  override readonly name = 'NotRun'
}
