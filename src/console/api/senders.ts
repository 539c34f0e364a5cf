import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { SENDER_SORTS } from '../../registry/sender-list.ts'
import { consoleApi } from '../api-route.ts'
import { changeStanding, STANDING_TARGETS, seeSender, seeSenders } from '../operations/senders.ts'
import { moment } from './moment.ts'
import { plain } from './plain.ts'
import { reason } from './reason.ts'

const STATES = ['allocated', 'active', 'suspended', 'closed'] as const
const channelState = z.object({ type: z.enum(CHANNEL_TYPES), state: z.enum(['active', 'suspended', 'removed']) })

const listed = z.object({
  href: z.string(),
  senderNumber: z.string(),
  enterpriseNumber: z.string(),
  legalName: z.string(),
  qualityCode: z.string(),
  state: z.enum(STATES),
  enterpriseState: z.string(),
  channels: z.array(channelState),
  lastSeenAt: moment.optional(),
  lastSetAt: moment.optional(),
})

const GET_SENDERS = consoleApi({
  method: 'GET',
  path: '/senders',
  role: 'viewer',
  summary: 'All senders, by number or name.',
  status: 200,
  query: z.strictObject({
    q: z.string().max(100).optional().describe('Beginning of a number, an enterprise number, or a part of a name.'),
    state: z.enum(STATES).optional(),
    sort: z.enum(SENDER_SORTS).default('number'),
    after: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE),
  }),
  answer: z.object({ self: z.string(), items: z.array(listed), pageSize: z.int(), next: z.string().optional() }),
  async handle({ ground, operator, address, search: { q: text, pageSize, ...search } }) {
    const found = await seeSenders(ground, operator, { text, ...search, limit: pageSize + 1 })
    const path = withQuery(address, { after: undefined })
    const page = pageOf(found, { path, after: search.after, pageSize }, ({ senderNumber }) => senderNumber)
    const items = plain(page.items).map((item) => ({ ...item, href: `/senders/${item.senderNumber}` }))
    return ok({ body: { ...page, items } })
  },
})

const share = z.object({ sets: z.int(), rejected: z.int() })

const GET_SENDER = consoleApi({
  method: 'GET',
  path: '/senders/:senderNumber',
  role: 'viewer',
  summary: 'One sender: how it stands and how it goes.',
  status: 200,
  answer: z.object({
    ...listed.omit({ href: true, channels: true, lastSeenAt: true, lastSetAt: true }).shape,
    channels: z.array(
      z.object({ ...channelState.shape, loginName: z.string(), network: z.string().optional(), since: moment }),
    ),
    services: z.array(
      z.object({ service: z.string(), channels: z.array(z.enum(CHANNEL_TYPES)), environments: z.array(z.string()) }),
    ),
    health: z.object({
      day: share,
      month: share,
      codes: z.array(z.object({ code: z.int(), sets: z.int() })),
      unfetched: z.object({ answers: z.int(), oldestAt: moment.optional() }),
    }),
    clients: z.array(
      z.object({
        endpoint: z.enum(CHANNEL_TYPES),
        origin: z.string(),
        client: z.string(),
        firstAt: moment,
        lastAt: moment,
      }),
    ),
  }),
  async handle({ ground, operator, params }) {
    const seen = await seeSender(ground, operator, params.senderNumber)
    if (!seen.ok) return seen
    const { record, health, clients } = plain(seen.value)
    return ok({ body: { ...record, health, clients } })
  },
})

const POST_STANDING = consoleApi({
  method: 'POST',
  path: '/senders/:senderNumber/standing',
  role: 'operator',
  summary: 'Suspends or resumes a sender, its enterprise, or one of its channels.',
  status: 204,
  body: z.strictObject({
    target: z.enum(STANDING_TARGETS),
    verb: z.enum(['suspend', 'resume']),
    reason,
  }),
  async handle({ ground, operator, params, body }) {
    const changed = await changeStanding(ground, operator, { ...params, ...body })
    return changed.ok ? ok({}) : changed
  },
})

export const SENDER_API = [GET_SENDERS, GET_SENDER, POST_STANDING]
