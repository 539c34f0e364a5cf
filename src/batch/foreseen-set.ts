import type { Environment } from './environment.ts'
import type { Member } from './facts.ts'
import type { Reason } from './reason.ts'

/** A set as it would be if a request were taken. */
export type ForeseenSet = {
  readonly sender: string
  /** Of the folder that its name asks for. */
  readonly environment: Environment
  readonly rawKey: string
  readonly members: readonly Member[]
  /** A set of its name was accepted before (decision 2). */
  readonly keyAcceptedBefore: boolean
  /** The time at which it would be sealed, by the database's clock. */
  readonly at: Date
}

/** The rounds of the gate that need no byte of a file. */
export type ForeseenRound = 'name' | 'set' | 'rights'

/** All faults of the first round that found any. */
export type ForeseenFaults = { readonly round: ForeseenRound; readonly reasons: readonly Reason[] }
