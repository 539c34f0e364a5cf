/** Where is my file? Answered to whoever knows its name and what is in it, or its ticket (peers, idea 2). */
import type { Queries } from '../../database/database.ts'
import { type LookUpMoment, momentsOfFile } from '../../ledger/look-up.ts'

export { LOOK_UP_EVENTS } from '../../ledger/look-up.ts'

export type LookUpQuestion = {
  readonly fileName: string
  /** 64 lower-case hexadecimal digits. One of the two at least proves that the question is about a file of one's own. */
  readonly sha256?: string | undefined
  readonly ticket?: string | undefined
}

/** Events and their times, oldest first: nothing about anybody, no name, no reason. Null for what is unknown or does not fit together. */
export type LookUp = (question: LookUpQuestion) => Promise<readonly LookUpMoment[] | null>

/** rule 17.4: what is unknown and what does not fit are one answer, found by one search. */
export function createLookUp({ queries }: { readonly queries: Queries }): LookUp {
  return async ({ fileName, sha256 = null, ticket = null }) => {
    const moments = await momentsOfFile(queries, {
      fileName: storable(fileName),
      sha256: sha256 && storable(sha256),
      ticket: ticket && storable(ticket).toUpperCase(),
    })
    return moments.length > 0 ? moments : null
  }
}

/** What PostgreSQL cannot take is in no name either. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}
