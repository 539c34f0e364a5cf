/** What makes guessing at the API for online services slow, handed in by the composition root. */

/** Who knocks: the service that the path names, and from where. */
export type Knocking = { readonly service: string; readonly address: string }

export type ProofThrottle = {
  /** Asked before a proof is looked at; while `seconds` are left nothing is counted. `hasFailed`: a right proof clears something. */
  look(knocking: Knocking): Promise<{ readonly seconds: number; readonly hasFailed: boolean }>
  /** A wrong proof; `isKnown`: there is such a service. */
  count(knocking: Knocking, isKnown: boolean): Promise<void>
  /** A right one. */
  clear(knocking: Knocking): Promise<void>
}
