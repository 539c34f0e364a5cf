/** Where is my file? Answered to whoever knows its name and what is in it, or its ticket (peers, idea 2). */
import type { Queries } from '../../database/database.ts'

export type LookUpQuestion = {
  readonly fileName: string
  /** One of the two proves that the question is about a file of one's own. */
  readonly sha256?: string | undefined
  readonly ticket?: string | undefined
}

/** Events and their times, oldest first: nothing about anybody, no name, no reason. Null for what is unknown or does not fit together. */
export type LookUp = (
  question: LookUpQuestion,
) => Promise<readonly { readonly at: Date; readonly event: string }[] | null>

export function createLookUp(_deps: { readonly queries: Queries }): LookUp {
  return async () => {
    throw new Error('not built')
  }
}
