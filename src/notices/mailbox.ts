/** The mailbox of an enterprise (spec access.md §9): who may see what of it was decided before, and is handed in as scopes. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import type { NoticeKind } from './kinds.ts'

/**
 * One quality, and in it either all notices or only those about these online services. Null: what is about the enterprise itself and none of
 * its qualities.
 */
export type Scope = { readonly qualityCode: string | null; readonly services: readonly string[] | null }

export type MailboxView = {
  readonly enterpriseNumber: string
  /** Null: everything of the enterprise. */
  readonly scopes: readonly Scope[] | null
}

export type Notice = {
  readonly noticeId: string
  readonly qualityCode: string | null
  readonly service: string | null
  readonly kind: NoticeKind
  readonly detail: Readonly<Record<string, unknown>>
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly readAt: Date | null
}

/** The newest first, at most `limit`, below the notice `before`. */
export async function noticesOf(
  queries: Queries,
  { before, limit, ...view }: MailboxView & { readonly before?: string; readonly limit: number },
): Promise<Notice[]> {
  const rows = await visible(queries, view)
    .select(['notice_id as noticeId', 'quality_code as qualityCode', 'service', 'kind', 'detail'])
    .select(['created_at as createdAt', 'expires_at as expiresAt', 'read_at as readAt'])
    .$if(before !== undefined, (query) => query.where('notice_id', '<', before ?? ''))
    .orderBy('notice_id', 'desc')
    .limit(limit)
    .execute()
  return rows as Notice[]
}

/** Notices in view that nobody of the enterprise has read. */
export async function countUnread(queries: Queries, view: MailboxView): Promise<number> {
  const { unread } = await visible(queries, view)
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(unread)
}

/**
 * Marks those of the notices that are in view and unread; resolves with their number. Who read one first, and when, stays written in its row
 * (`read_by`, `read_at`), so that the audit need not repeat it.
 */
export async function markRead(
  tx: Transaction,
  view: MailboxView,
  { noticeIds, accountId }: { readonly noticeIds: readonly string[]; readonly accountId: string },
): Promise<number> {
  if (noticeIds.length === 0) return 0
  const marked = await tx
    .updateTable('notice')
    .set({ read_at: sql<Date>`now()`, read_by: accountId })
    .where('notice_id', 'in', visible(tx, view).select('notice_id').where('notice_id', 'in', noticeIds))
    .where('read_at', 'is', null)
    .returning('notice_id')
    .execute()
  return marked.length
}

export type DeletedNotice = Pick<Notice, 'noticeId' | 'kind'>

/** Deletes those of the notices that are in view, for everybody of the enterprise; resolves with them, for the audit. */
export async function deleteNotices(
  tx: Transaction,
  view: MailboxView,
  noticeIds: readonly string[],
): Promise<DeletedNotice[]> {
  if (noticeIds.length === 0) return []
  const deleted = await tx
    .updateTable('notice')
    .set({ deleted_at: sql<Date>`now()` })
    .where('notice_id', 'in', visible(tx, view).select('notice_id').where('notice_id', 'in', noticeIds))
    .returning(['notice_id as noticeId', 'kind'])
    .execute()
  return deleted as DeletedNotice[]
}

/** Takes notices whose time is over out of the table, deleted ones too; resolves with their number. */
export async function forgetExpiredNotices(queries: Queries): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('notice')
    .where('expires_at', '<=', sql<Date>`now()`)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

function visible(queries: Queries, { enterpriseNumber, scopes }: MailboxView) {
  return queries
    .selectFrom('notice')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('deleted_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .$if(scopes !== null, (query) =>
      query.where((eb) =>
        eb.or(
          (scopes ?? []).map(({ qualityCode, services }): Expression<SqlBool> => {
            const inQuality =
              qualityCode === null ? eb('quality_code', 'is', null) : eb('quality_code', '=', qualityCode)
            return services === null
              ? inQuality
              : eb.and([inQuality, eb('service', '=', sql<string>`any(${[...services]}::text[])`)])
          }),
        ),
      ),
    )
}
