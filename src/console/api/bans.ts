import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { consoleApi } from '../api-route.ts'
import { ban, endWait, seeBans, unban } from '../operations/bans.ts'
import { actApi } from './act-api.ts'
import { moment } from './moment.ts'
import { plain } from './plain.ts'
import { reason } from './reason.ts'

const GET_BANS = consoleApi({
  method: 'GET',
  path: '/bans',
  role: 'viewer',
  summary: 'Addresses that are kept out, and log-ins that have to wait.',
  status: 200,
  answer: z.object({
    bans: z.array(
      z.object({
        banId: z.string(),
        range: z.string(),
        reason: z.string(),
        actor: z.string(),
        begunAt: moment,
        endsAt: moment,
      }),
    ),
    waits: z.array(
      z.object({
        waitId: z.string(),
        account: z.string().optional().describe('Left out for a name that no channel has.'),
        isOfAll: z.boolean().describe('All accounts wait at this origin.'),
        senderNumber: z.string().optional(),
        origin: z.string(),
        failures: z.int(),
        since: moment,
        until: moment,
        fault: z.string().optional(),
      }),
    ),
  }),
  async handle({ ground, operator }) {
    const { bans, waits } = plain(await seeBans(ground, operator))
    return ok({ body: { bans, waits } })
  },
})

const POST_BAN = consoleApi({
  method: 'POST',
  path: '/bans',
  role: 'administrator',
  summary: 'Keeps addresses out of every door of senders within five seconds.',
  status: 201,
  body: z.strictObject({
    range: z.string().max(60).describe('192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.'),
    endsAt: z.iso.datetime({ offset: true }),
    confirmedNetworks: z
      .string()
      .max(500)
      .default('')
      .describe('Configured networks that are knowingly shut out as well, with commas between their names.'),
    reason,
  }),
  answer: z.object({ banId: z.string() }),
  async handle({ ground, operator, body: { endsAt, ...wish } }) {
    const made = await ban(ground, operator, { ...wish, endsAt: new Date(endsAt) })
    return made.ok ? ok({ body: made.value, location: `/bans/${made.value.banId}` }) : made
  },
})

const LIFT_BAN = actApi({
  path: '/bans/:banId/lift',
  role: 'operator',
  summary: 'Lets the addresses in again.',
  act: ({ ground, operator, params }, reason) => unban(ground, operator, { id: params.banId, reason }),
})

const END_WAIT = actApi({
  path: '/waits/:waitId/end',
  role: 'operator',
  summary: 'Forgets the failures behind a wait.',
  act: ({ ground, operator, params }, reason) => endWait(ground, operator, { id: params.waitId, reason }),
})

export const BAN_API = [GET_BANS, POST_BAN, LIFT_BAN, END_WAIT]
