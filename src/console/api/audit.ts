import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { PAGE_SIZE_MAX } from '../../http/keyset.ts'
import { searchAudit } from '../../registry/search-audit.ts'
import { consoleApi } from '../api-route.ts'
import { readAuditFilter } from '../operations/find/audit-filter.ts'

const entry = z.object({
  auditNo: z.number().int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  reason: z.string(),
  detail: z.record(z.string(), z.unknown()),
})

const LIST = consoleApi({
  method: 'GET',
  path: '/audit',
  role: 'viewer',
  summary: 'Who did what, the newest first.',
  status: 200,
  query: z.strictObject({
    actor: z.string().max(200).optional(),
    subject: z.string().max(200).optional().describe('Whole, or up to a colon: `sender:` for every sender.'),
    from: z.string().optional(),
    until: z.string().optional(),
    after: z.string().optional().describe('The number of the last entry of the page before.'),
  }),
  answer: z.object({ items: z.array(entry), next: z.number().int().optional() }),
  async handle({ ground, search }) {
    const words = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    const { filter, before } = readAuditFilter(new URLSearchParams(words))
    const rows = await searchAudit(ground.database.queries, filter, { before, limit: PAGE_SIZE_MAX + 1 })
    const items = rows.slice(0, PAGE_SIZE_MAX)
    const next = rows.length > PAGE_SIZE_MAX ? items.at(-1)?.auditNo : undefined
    return ok({
      body: {
        items: items.map(({ at, chainNo: _, ...row }) => ({ ...row, at: at.toISOString() })),
        ...(next !== undefined && { next }),
      },
    })
  },
})

export const AUDIT_API = [LIST]
