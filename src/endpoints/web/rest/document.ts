import { z } from 'zod'
import { ok } from '../../../base/result.ts'
import { restDocument } from './openapi.ts'
import { type AnyRestRoute, restRoute } from './route.ts'

const document = z.looseObject({ openapi: z.string() })

/** `all`: what is described, this route included. */
export function documentRoutes(all: () => readonly AnyRestRoute[]): readonly AnyRestRoute[] {
  return [
    restRoute({
      ...{ method: 'GET', path: '/doc/openapi.json', access: 'anybody', summary: 'This document.' },
      answers: { 200: { description: 'OpenAPI 3.1.', schema: document } },
      handle: async ({ ground }) => ok({ status: 200, body: restDocument(all(), ground.publicUrl()) }),
    }),
  ]
}
