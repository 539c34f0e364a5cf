import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { apiRoute } from '../api-route.ts'
import { endOwnSession, ownSessions } from '../operations/own-proofs.ts'

const session = z.object({
  sessionId: z.string(),
  method: z.string(),
  address: z.string(),
  client: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  isCurrent: z.boolean(),
})

/** All of them: a person has few. */
export const GET_MY_SESSIONS = apiRoute({
  method: 'GET',
  path: '/me/sessions',
  row: 'oneself',
  summary: 'Where one is signed in.',
  status: 200,
  answer: z.object({ items: z.array(session) }),
  async handle(ask) {
    const sessions = await ownSessions(ask)
    const items = sessions.map(({ createdAt, seenAt, ...rest }) => ({
      ...rest,
      ...{ createdAt: createdAt.toISOString(), seenAt: seenAt.toISOString() },
      isCurrent: rest.sessionId === ask.session.sessionId,
    }))
    return ok({ body: { items } })
  },
})

export const DELETE_MY_SESSION = apiRoute({
  method: 'DELETE',
  path: '/me/sessions/:sessionId',
  row: 'oneself',
  summary: 'End one of one’s own sessions.',
  status: 204,
  async handle(ask) {
    const ended = await endOwnSession(ask, ask.params.sessionId)
    return ended.ok ? ok({}) : ended
  },
})
