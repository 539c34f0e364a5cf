import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { SESSION_SORTS } from '../../registry/sessions/find-sessions.ts'
import { consoleApi } from '../api-route.ts'
import { kickSender, kickSession, seeSessions } from '../operations/sessions.ts'
import { moment } from './moment.ts'
import { plain } from './plain.ts'
import { reason, reasonOnly } from './reason.ts'

const session = z.object({
  session: z.string(),
  endpoint: z.enum(CHANNEL_TYPES),
  senderNumber: z.string(),
  legalName: z.string(),
  account: z.string(),
  network: z.string().optional(),
  address: z.string(),
  client: z.string().describe('What the program calls itself; empty when it does not.'),
  since: moment,
  lastAt: moment,
  bytesIn: z.number(),
  bytesOut: z.number(),
  files: z.int(),
  doing: z.enum(['receiving', 'sending', 'listing']).optional(),
  file: z.string().optional(),
  node: z.string(),
  isEnding: z.boolean(),
})

const GET_SESSIONS = consoleApi({
  method: 'GET',
  path: '/sessions',
  role: 'viewer',
  summary: 'Who is connected now, at most 500.',
  status: 200,
  query: z.strictObject({
    channel: z.enum(CHANNEL_TYPES).optional(),
    sender: z.string().max(6).optional(),
    q: z.string().max(100).optional().describe('A part of account, address, network, program or name.'),
    sort: z.enum(SESSION_SORTS).default('lastAt'),
  }),
  answer: z.object({
    counts: z.object({ sftp: z.int(), ftp: z.int(), web: z.int(), all: z.int() }),
    items: z.array(session),
  }),
  async handle({ ground, operator, search: { channel: endpoint, q: text, ...search } }) {
    const { counts, sessions } = await seeSessions(ground, operator, { endpoint, text, ...search })
    return ok({ body: { counts, items: plain(sessions) } })
  },
})

const ended = z.object({ sessions: z.int().describe('How many are being ended; 0 when they were gone.') })

const END_SESSION = consoleApi({
  method: 'POST',
  path: '/sessions/:session/end',
  role: 'operator',
  summary: 'Ends a session within five seconds; its upload leaves nothing.',
  status: 200,
  body: reasonOnly,
  answer: ended,
  async handle({ ground, operator, params, body }) {
    const kicked = await kickSession(ground, operator, { ...params, ...body })
    return kicked.ok ? ok({ body: kicked.value }) : kicked
  },
})

const END_SESSIONS = consoleApi({
  method: 'POST',
  path: '/senders/:senderNumber/end-sessions',
  role: 'operator',
  summary: 'Ends the sessions of a sender, or of one of its channels.',
  status: 200,
  body: z.strictObject({ channel: z.enum(CHANNEL_TYPES).optional(), reason }),
  answer: ended,
  async handle({ ground, operator, params, body: { channel = null, reason: why } }) {
    const kicked = await kickSender(ground, operator, { ...params, endpoint: channel, reason: why })
    return kicked.ok ? ok({ body: kicked.value }) : kicked
  },
})

export const SESSION_API = [GET_SESSIONS, END_SESSION, END_SESSIONS]
