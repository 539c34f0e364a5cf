/** Puts notices into the mailboxes of enterprises. */
import { uuidV7 } from '../base/ids.ts'
import type { Transaction } from '../database/database.ts'
import type { NoticeKind } from './kinds.ts'

export type NewNotice = {
  readonly enterpriseNumber: string
  /** Null: it is about the enterprise itself. */
  readonly qualityCode: string | null
  /** The online service that it is about; null: none. */
  readonly service: string | null
  readonly kind: NoticeKind
  readonly detail: Readonly<Record<string, unknown>>
  /** Names the event: the same one is told once, whoever tells it. */
  readonly source: string
  /** When it happened; the notice is as old as that. */
  readonly at: Date
}

const DAY_MS = 86_400_000

/** In the order given; `noticeDays` is how long they stay, counted from the event. */
export async function postNotices(tx: Transaction, notices: readonly NewNotice[], noticeDays: number): Promise<void> {
  if (notices.length === 0) return
  const rows = notices.map(({ enterpriseNumber, qualityCode, service, kind, detail, source, at }) => ({
    notice_id: uuidV7(at.getTime()),
    enterprise_number: enterpriseNumber,
    quality_code: qualityCode,
    detail: JSON.stringify(detail),
    created_at: at,
    expires_at: new Date(at.getTime() + noticeDays * DAY_MS),
    ...{ service, kind, source },
  }))
  await tx
    .insertInto('notice')
    .values(rows)
    .onConflict((conflict) => conflict.column('source').doNothing())
    .execute()
}
