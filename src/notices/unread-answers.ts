/** Tells an enterprise that answers to its sender lie unread in an OUT folder and will leave it, or have left it (rule 23.1). */
import { uuidV7 } from '../base/ids.ts'
import type { Transaction } from '../database/database.ts'
import { postNotices } from './post.ts'
import { placesOf } from './sender-places.ts'

export type Unread = {
  readonly sender: string
  readonly environment: string
  /** Before they leave; 0: they have left. */
  readonly days: number
  readonly answers: number
  readonly leavesAt: Date
  readonly name: string
}

/** One notice each, in the transaction in which they are noted as told. A sender that is not registered belongs to no enterprise. */
export async function postUnreadAnswers(
  tx: Transaction,
  unread: readonly Unread[],
  { noticeDays, at }: { readonly noticeDays: number; readonly at: Date },
): Promise<void> {
  if (unread.length === 0) return
  const places = await placesOf(tx, [...new Set(unread.map(({ sender }) => sender))])
  const notices = unread.flatMap(({ sender, environment, days, answers, leavesAt, name }) => {
    const place = places.get(sender)
    if (!place) return []
    const kind = days === 0 ? ('answersExpired' as const) : ('answersUnread' as const)
    const told = { senderNumber: sender, environment, answers, leavesAt: leavesAt.toISOString(), name }
    const detail = days === 0 ? told : { ...told, days }
    return [{ ...place, service: null, kind, detail, source: `out:${uuidV7()}`, at }]
  })
  await postNotices(tx, notices, noticeDays)
}
