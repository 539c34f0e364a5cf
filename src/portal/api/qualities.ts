import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { QUALITY_CODE } from '../../batch/quality-code.ts'
import type { QualityRecord } from '../../registry/enterprise-record.ts'
import { apiRoute } from '../api-route.ts'
import {
  activateQualityOf,
  closeQualityOf,
  listQualities,
  makeOwnProfile,
  readQuality,
} from '../operations/qualities.ts'
import { parentOf, qualityPath } from '../places.ts'

const QUALITIES = '/enterprises/:enterpriseNumber/qualities'
const code = z.string().regex(QUALITY_CODE)

const quality = z.object({
  href: z.string(),
  qualityCode: z.string(),
  state: z.enum(['inactive', 'active', 'closed']),
  isDefault: z.boolean(),
  employerId: z.string().optional(),
  activatedAt: z.string().optional(),
  senderNumber: z.string().optional(),
  version: z.int(),
})

const GET_QUALITIES = apiRoute({
  method: 'GET',
  path: QUALITIES,
  row: 'listUsers',
  summary: 'Qualities of an enterprise, as far as one manages them.',
  status: 200,
  answer: z.object({ self: z.string(), items: z.array(quality), total: z.int() }),
  handle: async (ask) => {
    const found = await listQualities(ask, ask.params.enterpriseNumber)
    if (!found.ok) return found
    const items = found.value.map((each) => told(each, ask.path))
    return ok({ body: { self: ask.path, items, total: items.length } })
  },
})

const GET_QUALITY = apiRoute({
  method: 'GET',
  path: `${QUALITIES}/:qualityCode`,
  row: 'listUsers',
  summary: 'One quality of an enterprise.',
  status: 200,
  answer: quality,
  handle: async (ask) => {
    const found = await readQuality(ask, ask.params)
    if (!found.ok) return found
    return ok({ version: found.value.version, body: told(found.value, parentOf(ask.path)) })
  },
})

const POST_QUALITY = apiRoute({
  method: 'POST',
  path: QUALITIES,
  row: 'changeQualities',
  summary: 'Activates a quality; nothing happens when it is active already.',
  status: 201,
  body: z.strictObject({ qualityCode: code, employerId: z.string().max(20).optional() }),
  answer: z.object({ qualityCode: z.string() }),
  handle: async (ask) => {
    const { enterpriseNumber } = ask.params
    const { qualityCode, employerId = '' } = ask.body
    const activated = await activateQualityOf(ask, { enterpriseNumber, qualityCode, employerId })
    if (!activated.ok) return activated
    const { version } = activated.value
    return ok({ location: qualityPath({ enterpriseNumber, qualityCode }), version, body: { qualityCode } })
  },
})

const PATCH_QUALITY = apiRoute({
  method: 'PATCH',
  path: `${QUALITIES}/:qualityCode`,
  row: 'changeQualities',
  summary: 'Closes a quality for ever, when it has no sender number any more.',
  status: 204,
  ifMatch: 'required',
  body: z.strictObject({ state: z.literal('closed') }),
  handle: async (ask) => {
    const closed = await closeQualityOf(ask, { ...ask.params, expectedVersion: ask.expectedVersion })
    return closed.ok ? ok({}) : closed
  },
})

const POST_PROFILE = apiRoute({
  method: 'POST',
  path: `${QUALITIES}/:qualityCode/ownProfile`,
  row: 'changeAccessManagers',
  summary: 'Makes the access-manager profile that a main or co-main access manager lacks in a quality.',
  status: 204,
  handle: async (ask) => {
    const made = await makeOwnProfile(ask, ask.params)
    return made.ok ? ok({}) : made
  },
})

export const QUALITY_API = [GET_QUALITIES, POST_QUALITY, GET_QUALITY, PATCH_QUALITY, POST_PROFILE]

function told({ activatedAt, senderState: _, ...record }: QualityRecord, path: string) {
  return { ...record, href: `${path}/${record.qualityCode}`, activatedAt: activatedAt?.toISOString() ?? null }
}
