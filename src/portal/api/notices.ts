import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import type { Notice } from '../../notices/mailbox.ts'
import { apiRoute } from '../api-route.ts'
import { deleteThem, readNotices, readThem } from '../operations/notices.ts'

const NOTICES = '/enterprises/:enterpriseNumber/notices'
const AT_ONCE = 200

const notice = z.object({
  noticeId: z.string(),
  kind: z.string(),
  qualityCode: z.string().optional(),
  service: z.string().optional(),
  detail: z.record(z.string(), z.unknown()),
  createdAt: z.string(),
  expiresAt: z.string(),
  readAt: z.string().optional(),
})

const GET_NOTICES = apiRoute({
  method: 'GET',
  path: NOTICES,
  row: 'seeMessages',
  summary: 'The mailbox of an enterprise, as far as one may see it; the latest first.',
  status: 200,
  query: z.strictObject({
    service: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{3}$/)
      .optional(),
    after: z.uuid().optional(),
    pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).optional(),
  }),
  answer: z.object({
    ...{ self: z.string(), items: z.array(notice), unread: z.int() },
    ...{ pageSize: z.int(), next: z.string().optional() },
  }),
  handle: async (ask) => {
    const { service, after, pageSize = PAGE_SIZE } = ask.search
    const { enterpriseNumber } = ask.params
    const wanted = { ...(service && { service }), ...(after && { before: after }), limit: pageSize + 1 }
    const read = await readNotices(ask, { enterpriseNumber, ...wanted })
    if (!read.ok) return read
    const { notices, unread } = read.value
    const paging = { path: withQuery(ask.address, { after: undefined }), after, pageSize }
    const page = pageOf(notices, paging, ({ noticeId }) => noticeId)
    return ok({ body: { ...page, items: page.items.map(told), unread } })
  },
})

const chosen = z.strictObject({ noticeIds: z.array(z.uuid()).min(1).max(AT_ONCE) })

const READ = apiRoute({
  method: 'POST',
  path: `${NOTICES}/readings`,
  row: 'seeMessages',
  summary: 'Marks notices as read.',
  status: 200,
  body: chosen,
  answer: z.object({ marked: z.int() }),
  handle: async (ask) => {
    const { enterpriseNumber } = ask.params
    const marked = await readThem(ask, { enterpriseNumber, noticeIds: ask.body.noticeIds })
    return marked.ok ? ok({ body: { marked: marked.value } }) : marked
  },
})

const DELETE = apiRoute({
  method: 'POST',
  path: `${NOTICES}/deletions`,
  row: 'seeMessages',
  summary: 'Deletes notices, for everybody of the enterprise.',
  status: 200,
  body: chosen,
  answer: z.object({ deleted: z.int() }),
  handle: async (ask) => {
    const { enterpriseNumber } = ask.params
    const deleted = await deleteThem(ask, { enterpriseNumber, noticeIds: ask.body.noticeIds })
    return deleted.ok ? ok({ body: { deleted: deleted.value } }) : deleted
  },
})

export const NOTICE_API = [GET_NOTICES, READ, DELETE]

function told({ createdAt, expiresAt, readAt, ...rest }: Notice) {
  const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() }
  return { ...rest, ...times, readAt: readAt?.toISOString() ?? null }
}
