import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { QUALITY_CODE } from '../../batch/quality-code.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { apiRoute } from '../api-route.ts'
import { readAudit } from '../operations/audit.ts'

const entry = z.object({
  auditNo: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  reason: z.string().optional(),
  detail: z.record(z.string(), z.unknown()),
})

const GET_AUDIT = apiRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber/audit',
  row: 'readAudit',
  summary: 'Who did what, the latest first: of the enterprise for its main roles, of their quality for others.',
  status: 200,
  query: z.strictObject({
    qualityCode: z.string().regex(QUALITY_CODE).optional(),
    topic: z
      .string()
      .regex(/^[a-zA-Z]{1,40}$/)
      .optional()
      .describe('The first word of the action, such as `user`.'),
    after: z.coerce.number().int().min(1).optional(),
    pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).optional(),
  }),
  answer: z.object({ self: z.string(), items: z.array(entry), pageSize: z.int(), next: z.string().optional() }),
  handle: async (ask) => {
    const { after, pageSize = PAGE_SIZE, qualityCode, topic } = ask.search
    const { enterpriseNumber } = ask.params
    const wanted = { ...(qualityCode && { qualityCode }), ...(topic && { topic }), ...(after && { before: after }) }
    const read = await readAudit(ask, { enterpriseNumber, ...wanted, limit: pageSize + 1 })
    if (!read.ok) return read
    const paging = { path: withQuery(ask.address, { after: undefined }), after: after?.toString(), pageSize }
    const page = pageOf(read.value.rows, paging, ({ auditNo }) => String(auditNo))
    const items = page.items.map(({ auditNo, at, actor, action, subject, reason, detail }) => ({
      ...{ auditNo: Number(auditNo), at: at.toISOString(), actor, action, subject, reason: reason || null },
      detail: detail as Record<string, unknown>,
    }))
    return ok({ body: { ...page, items } })
  },
})

export const AUDIT_API = [GET_AUDIT]
