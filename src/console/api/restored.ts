import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { consoleApi } from '../api-route.ts'
import { acknowledge, placeText, readPlace, seeLostChanges, seeRestorations } from '../operations/restored.ts'
import { actApi } from './act-api.ts'
import { moment } from './moment.ts'
import { plain } from './plain.ts'

const GET_RESTORED = consoleApi({
  method: 'GET',
  path: '/restored',
  role: 'viewer',
  summary: 'Backups that were put back and that nobody has acknowledged, the oldest first.',
  status: 200,
  answer: z.object({
    restorations: z.array(
      z.object({
        restorationId: z.string(),
        backup: z
          .string()
          .describe(
            '`none`: a new database over a disk with contents; `other`: the database was put back by other means.',
          ),
        takenAt: moment.describe('What was changed from then on is not known.'),
        restoredAt: moment,
        madeAgain: z.int(),
        toDo: z.int(),
      }),
    ),
  }),
  async handle({ ground, operator }) {
    const open = plain(await seeRestorations(ground, operator))
    return ok({ body: { restorations: open.map(({ id, ...rest }) => ({ restorationId: id, ...rest })) } })
  },
})

const change = z.object({
  auditNo: z.int().describe('As in the audit that was lost.'),
  at: moment,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  reason: z.string().optional(),
  detail: z.record(z.string(), z.unknown()),
  outcome: z.enum(['madeAgain', 'refused', 'listed']).describe('The latter two are for a person.'),
  why: z.string().optional().describe('Why it could not be made again.'),
})

const GET_CHANGES = consoleApi({
  method: 'GET',
  path: '/restored/:restorationId/changes',
  role: 'viewer',
  summary: 'Changes since the backup that the copy of the audit tells of, in their order.',
  status: 200,
  query: z.strictObject({
    after: z
      .string()
      .regex(/^\d{1,15}-\d{1,13}$/)
      .optional(),
    pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE),
  }),
  answer: z.object({ self: z.string(), items: z.array(change), pageSize: z.int(), next: z.string().optional() }),
  async handle({ ground, operator, address, params: { restorationId: id }, search: { after, pageSize } }) {
    const found = await seeLostChanges(ground, operator, { id, after: readPlace(after), limit: pageSize + 1 })
    if (!found.ok) return found
    const path = withQuery(address, { after: undefined })
    const page = pageOf(found.value, { path, after, pageSize }, placeText)
    return ok({ body: { ...page, items: plain(page.items) } })
  },
})

const ACKNOWLEDGE = actApi({
  path: '/restored/acknowledge',
  role: 'administrator',
  summary: 'Says that what happened between backup and loss was looked into, of all that are open.',
  act: ({ ground, operator }, reason) => acknowledge(ground, operator, reason),
})

export const RESTORED_API = [GET_RESTORED, GET_CHANGES, ACKNOWLEDGE]
