/** Tells an enterprise that a set of its sender was rejected: which set, and the official codes, and nothing of its contents. */
import type { Database, Queries, Transaction } from '../database/database.ts'
import { type NewNotice, postNotices } from './post.ts'
import { holdPosition, movePosition } from './reading-position.ts'
import { placesOf, type SenderPlace } from './sender-places.ts'

export type RejectedSet = {
  readonly submissionId: string
  readonly senderNumber: string
  readonly setKey: string | null
  /** Annex 30. */
  readonly codes: readonly number[]
  readonly judgedAt: Date
  readonly position: string
}

/** The rejected sets after a position (empty: where a new reader begins), in an order that never goes back. */
export type RejectedSince = (queries: Queries, position: string, limit: number) => Promise<readonly RejectedSet[]>

export type NegativeAnswerRules = { readonly rejectedSince: RejectedSince; readonly noticeDays: number }

const PAGE = 200
const PURPOSE = /^([A-Z0-9]{4})\./

/** Posts a notice for each set rejected since, exactly once; resolves with the number of sets. Two processes at once do no harm. */
export async function postNegativeAnswers(
  database: Pick<Database, 'transaction'>,
  rules: NegativeAnswerRules,
): Promise<number> {
  let total = 0
  for (;;) {
    const posted = await database.transaction((tx) => postPage(tx, rules))
    total += posted
    if (posted < PAGE) return total
  }
}

async function postPage(tx: Transaction, { rejectedSince, noticeDays }: NegativeAnswerRules): Promise<number> {
  const position = await holdPosition(tx, 'negativeAnswers')
  if (position === undefined) return 0
  const sets = await rejectedSince(tx, position, PAGE)
  const last = sets.at(-1)
  if (!last) return 0
  const places = await placesOf(tx, [...new Set(sets.map(({ senderNumber }) => senderNumber))])
  await postNotices(
    tx,
    sets.flatMap((set) => noticesFor(set, places.get(set.senderNumber))),
    noticeDays,
  )
  await movePosition(tx, 'negativeAnswers', last.position)
  return sets.length
}

/** A sender that is not registered (a folder of trials) belongs to no enterprise and is told nothing. */
function noticesFor(
  { submissionId, senderNumber, setKey, codes, judgedAt }: RejectedSet,
  place?: SenderPlace,
): NewNotice[] {
  if (!place) return []
  return [
    {
      ...place,
      service: PURPOSE.exec(setKey ?? '')?.[1] ?? null,
      kind: 'transferNegativeAcknowledgement',
      detail: { senderNumber, submissionId, ...(setKey && { setKey }), codes },
      source: `verdict:${submissionId}`,
      at: judgedAt,
    },
  ]
}
