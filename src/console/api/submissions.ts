/** Finding submissions and acting on them, for programs; what pages do is done here by the same operations. */
import { z } from 'zod'
import { isUuid } from '../../base/ids.ts'
import { refusal } from '../../base/refusal.ts'
import { no, ok } from '../../base/result.ts'
import { PAGE_SIZE } from '../../http/keyset.ts'
import { BULK_ACTIONS } from '../../ledger/bulk/targets.ts'
import { consoleApi } from '../api-route.ts'
import { byOperator } from '../operations/bulk/look.ts'
import { prepareBulk } from '../operations/bulk/prepare.ts'
import { runBulk } from '../operations/bulk/run.ts'
import { evidenceOf } from '../operations/find/evidence.ts'
import { FILTER_NAMES, readFilter, readFilterToAct } from '../operations/find/filter-words.ts'
import { findAll, readOne } from '../operations/find/submissions.ts'
import { reasonOnly } from './reason.ts'

const text = z.string().max(255).optional()
const filterQuery = z.strictObject({
  ...{
    q: text,
    state: text,
    sender: text,
    enterprise: text,
    code: text,
    service: text,
    environment: text,
    channel: text,
  },
  ...{ delivery: text, parked: text, time: text, from: text, until: text, after: text },
})

const row = z.object({
  id: z.string(),
  name: z.string(),
  sender: z.string(),
  environment: z.string(),
  channel: z.string().optional(),
  receivedAt: z.string(),
  sealedAt: z.string().optional(),
  ticket: z.string().optional(),
  outcome: z.string().optional(),
  codes: z.array(z.number()),
  parkedReason: z.string().optional(),
  deliveries: z.array(z.object({ service: z.string(), state: z.string() })),
})

const LIST = consoleApi({
  method: 'GET',
  path: '/submissions',
  role: 'viewer',
  summary: 'Submissions by any filter, the latest first.',
  status: 200,
  query: filterQuery,
  answer: z.object({
    items: z.array(row),
    next: z.string().optional().describe('Goes into `after`; there may be more although the page is not full.'),
    count: z.number().optional(),
    countIsAtLeast: z.boolean().optional(),
  }),
  async handle({ ground, search }) {
    const { filter, faults } = readFilter(searchParams(search))
    if (faults.length > 0) return no(faultyFilter(faults))
    const after = search.after !== undefined && isUuid(search.after) ? search.after : undefined
    const { rows, next, count } = await findAll(ground, filter, { after, limit: PAGE_SIZE })
    const items = rows.map(({ submissionId, setKey, receivedAt, sealedAt, facts, ...one }) => ({
      ...{ id: submissionId, name: setKey, sender: one.sender, environment: one.environment, channel: one.channel },
      ...{ receivedAt: receivedAt.toISOString(), sealedAt: sealedAt?.toISOString(), ticket: one.ticket },
      ...{ outcome: facts.verdict?.outcome, codes: [...(facts.verdict?.codes ?? [])], parkedReason: one.parkedReason },
      deliveries: [...one.deliveries],
    }))
    return ok({ body: { items, next, count: count?.count, countIsAtLeast: count?.isAtLeast } })
  },
})

const ONE = consoleApi({
  method: 'GET',
  path: '/submissions/:submissionId',
  role: 'viewer',
  summary: 'Everything that is kept of one submission, without contents.',
  status: 200,
  answer: z.record(z.string(), z.unknown()),
  async handle({ ground, params }) {
    const one = await readOne(ground, params.submissionId)
    return one.ok ? ok({ body: JSON.parse(JSON.stringify(evidenceOf(one.value))) as Record<string, unknown> }) : one
  },
})

const prepared = z.object({
  bulkId: z.string(),
  action: z.enum(BULK_ACTIONS),
  count: z.number(),
  submissions: z.number(),
  senders: z.number(),
  byState: z.record(z.string(), z.number()),
  notConcerned: z.number(),
})

const PREPARE = consoleApi({
  method: 'POST',
  path: '/bulk',
  role: 'operator',
  summary: 'Says exactly what an action would concern; nothing happens yet.',
  status: 200,
  body: z.strictObject({
    action: z.enum(BULK_ACTIONS),
    ids: z.array(z.uuid()).max(100_000).optional(),
    filter: z.string().max(2000).optional().describe('As in the address of the list: `state=rejected&code=125`.'),
  }),
  answer: prepared,
  async handle({ ground, operator, body: { action, ids, filter: words } }) {
    const { filter, faults } = readFilterToAct(new URLSearchParams(words ?? ''))
    if (faults.length > 0) return no(faultyFilter(faults))
    const selection = ids ? { ids } : { filter }
    const told = await prepareBulk(ground, byOperator(operator), { action, selection })
    if (!told.ok) return told
    const { examples: _, ...body } = told.value
    return ok({ body: { ...body, byState: { ...body.byState } } })
  },
})

const RUN = consoleApi({
  method: 'POST',
  path: '/bulk/:bulkId/run',
  role: 'operator',
  summary: 'Does what was prepared, once, and tells what was skipped because it had changed.',
  status: 200,
  body: reasonOnly,
  answer: z.object({
    count: z.number(),
    done: z.number(),
    skipped: z.number(),
    endedAt: z.string(),
    isRepeated: z.boolean(),
  }),
  async handle({ ground, operator, params, body: { reason } }) {
    const outcome = await runBulk(ground, byOperator(operator), { bulkId: params.bulkId, reason })
    if (!outcome.ok) return outcome
    const { count, done, skipped, endedAt, isRepeated } = outcome.value
    return ok({ body: { count, done, skipped, endedAt: endedAt.toISOString(), isRepeated } })
  },
})

export const SUBMISSIONS_API = [LIST, ONE, PREPARE, RUN]

function searchParams(search: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function faultyFilter(faults: readonly string[]) {
  return refusal(
    'SLU-INPUT',
    `The filter says nothing that can be looked for: ${faults.join(', ')}.`,
    `It knows ${FILTER_NAMES.join(', ')}.`,
  )
}
