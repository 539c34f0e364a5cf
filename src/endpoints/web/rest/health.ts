import { z } from 'zod'
import { ok } from '../../../base/result.ts'
import { restRoute } from './route.ts'

const health = z.object({ status: z.enum(['UP', 'DEGRADED', 'DOWN']) })

export const HEALTH_ROUTES = [
  restRoute({
    ...{ method: 'GET', path: '/health', access: 'anybody', summary: 'Whether the service works.' },
    answers: {
      200: { description: 'It works, or works although a person should look.', schema: health },
      503: { description: 'It does not work now.', schema: health },
    },
    async handle({ ground }) {
      const state = await ground.health()
      if (state === 'down') return ok({ status: 503, body: { status: 'DOWN' } })
      return ok({ status: 200, body: { status: state === 'up' ? 'UP' : 'DEGRADED' } })
    },
  }),
]
