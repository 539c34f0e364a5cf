import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { consoleApi } from '../api-route.ts'
import { seeConfiguration } from '../operations/configuration.ts'
import { moment } from './moment.ts'
import { plain } from './plain.ts'

export const GET_CONFIGURATION = consoleApi({
  method: 'GET',
  path: '/configuration',
  role: 'viewer',
  summary: 'The configuration in force, where it comes from, and what waits; never a secret.',
  status: 200,
  answer: z.object({
    file: z.string().optional(),
    problems: z.array(z.string()).describe('Why what is written now would be refused by a reload.'),
    warnings: z.array(z.string()),
    lastReload: z
      .object({ at: moment, outcome: z.enum(['applied', 'refused']), changed: z.array(z.string()) })
      .optional(),
    process: z.object({
      node: z.string(),
      version: z.string(),
      runtime: z.string(),
      platform: z.string(),
      folder: z.string(),
      startedAt: moment,
      memoryBytes: z.int(),
    }),
    settings: z.array(
      z.object({
        path: z.string(),
        sentence: z.string(),
        value: z.string(),
        fallback: z.string().optional(),
        origin: z.enum(['default', 'file', 'set']),
        waitsFor: z.enum(['reload', 'restart']).optional(),
      }),
    ),
    services: z.array(
      z.object({
        code: z.string(),
        environments: z.array(z.string()),
        target: z.string(),
        rate: z.number(),
        concurrency: z.int(),
      }),
    ),
  }),
  handle: async ({ ground, operator }) => ok({ body: plain(await seeConfiguration(ground, operator)) }),
})
