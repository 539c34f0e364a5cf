/** What the API for online services serves. */
import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { ANSWER_ROUTES } from './answer-routes.ts'
import { DELIVERY_ROUTES } from './delivery-routes.ts'
import { servicesDocument } from './openapi.ts'
import { type ServiceRoute, serviceRoute } from './route.ts'

export const SERVICES_PREFIX = '/REST/onlineServices/v1'

const health = z.object({ status: z.enum(['UP', 'DEGRADED', 'DOWN']) })

export const SERVICE_ROUTES: readonly ServiceRoute[] = [
  ...DELIVERY_ROUTES,
  ...ANSWER_ROUTES,
  serviceRoute({
    ...{ method: 'GET', path: '/health', summary: 'Whether the gateway works.' },
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
  serviceRoute({
    ...{ method: 'GET', path: '/doc/openapi.json', summary: 'This document.' },
    answers: { 200: { description: 'OpenAPI 3.1.' } },
    async handle({ ground }) {
      return ok({ status: 200, body: servicesDocument(SERVICE_ROUTES, SERVICES_PREFIX, ground.version) })
    },
  }),
]
