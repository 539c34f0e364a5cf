import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { errorId } from '../../batch/acknowledgement-document.ts'
import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { ENVIRONMENTS } from '../../batch/environment.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { type ListedSet, SUBMISSION_STATES } from '../../ledger/sender-submissions.ts'
import { apiRoute } from '../api-route.ts'
import { listSubmissions, readSubmission } from '../operations/submissions.ts'
import { STANDINGS, standingOf } from '../standing.ts'
import { submissionAnswer, submissionBody } from './submission-body.ts'

const PATH = '/enterprises/:enterpriseNumber/qualities/:qualityCode/submissions'

const search = z.strictObject({
  state: z.enum(SUBMISSION_STATES).optional(),
  service: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{3}$/)
    .optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  name: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('A part of the name of the set; or the whole name of a file or an answer, or a ticket.'),
  senderNumber: z
    .string()
    .regex(/^[0-9]{6}$/)
    .optional(),
  after: z.uuid().optional(),
  pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).optional(),
})

const listed = z.object({
  href: z.string(),
  submissionId: z.string(),
  setKey: z.string(),
  state: z.enum(STANDINGS),
  environment: z.enum(ENVIRONMENTS),
  channel: z.enum(CHANNEL_TYPES).optional(),
  receivedAt: z.string(),
  sealedAt: z.string().optional(),
  ticket: z.string().optional(),
  answer: z.string().optional().describe('The name of FO in the folder OUT.'),
  codes: z.array(z.string()),
})

export const GET_SUBMISSIONS = apiRoute({
  method: 'GET',
  path: PATH,
  row: 'seeConfiguration',
  summary: 'The sets of this sender, the latest first.',
  status: 200,
  query: search,
  answer: z.object({ self: z.string(), items: z.array(listed), pageSize: z.int(), next: z.string().optional() }),
  handle: async ({ ground, actor, params, address, path, search: { pageSize = PAGE_SIZE, ...wanted } }) => {
    const found = await listSubmissions(ground, actor, params, { ...wanted, limit: pageSize + 1 })
    if (!found.ok) return found
    const paging = { path: withQuery(address, { after: undefined }), after: wanted.after, pageSize }
    const page = pageOf(found.value.found, paging, ({ submissionId }) => submissionId)
    return ok({ body: { ...page, items: page.items.map((set) => listedBody(set, path)) } })
  },
})

export const GET_SUBMISSION = apiRoute({
  method: 'GET',
  path: `${PATH}/:submissionId`,
  row: 'seeConfiguration',
  summary: 'One set: verdict, files, answers, deliveries, and its timeline. Texts in the language that is accepted.',
  status: 200,
  answer: submissionAnswer,
  handle: async ({ ground, actor, params, language }) => {
    const found = await readSubmission(ground, actor, params, params.submissionId)
    return found.ok ? ok({ body: submissionBody(found.value, language) }) : found
  },
})

function listedBody(set: ListedSet, path: string): z.input<typeof listed> {
  const { submissionId, setKey, environment, channel, receivedAt, sealedAt, ticket, answer, facts } = set
  return {
    href: `${path}/${submissionId}`,
    ...{ submissionId, setKey, environment },
    state: standingOf(set),
    channel: channel ?? undefined,
    receivedAt: receivedAt.toISOString(),
    sealedAt: sealedAt?.toISOString(),
    ticket: ticket ?? undefined,
    answer: answer ?? undefined,
    codes: (facts.verdict?.codes ?? []).map(errorId),
  }
}
