import { z } from 'zod'
import { isUuid } from '../../base/ids.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { type Problem, usualProblem } from '../../http/problem.ts'
import type { Claimed } from './desk.ts'
import { LEASE_LOST, notClaimed } from './problems.ts'
import { type ServiceAnswer, serviceRoute } from './route.ts'

const NOT_FOUND = no(usualProblem(404))

const file = z.object({ name: z.string(), sha256: z.string(), bytes: z.number() })
const claimed = z.object({
  deliveryId: z.string(),
  fence: z.number().describe('Goes into every further request about this claim.'),
  leaseSeconds: z.number().describe('Renew before; what is not renewed is given to others.'),
  attempt: z.number(),
  isDoubtful: z.boolean().describe('An earlier attempt may have had its effect: look for the idempotency key first.'),
  idempotencyKey: z.string(),
  submissionId: z.string(),
  environment: z.enum(['R', 'T', 'S']),
  ticket: z.string(),
  sender: z.string(),
  files: z.array(file),
})

const fence = z.number().int().min(1).describe('As the claim told it.')
const reason = z.string().min(1).max(1000)
const report = z.discriminatedUnion('outcome', [
  z.strictObject({ fence, outcome: z.literal('delivered'), reference: printable(200).optional() }),
  z.strictObject({ fence, outcome: z.literal('refused'), reason }),
  z.strictObject({
    fence,
    outcome: z.literal('retry'),
    reason,
    afterSeconds: z.number().min(0).max(86_400).optional(),
  }),
])
const reported = z.object({ state: z.enum(['delivered', 'refused', 'retrying', 'inDoubt', 'parked']) })

export const DELIVERY_ROUTES = [
  serviceRoute({
    ...{ method: 'POST', path: '/:service/claims', summary: 'Takes the delivery of a job, or the next one.' },
    body: z.strictObject({ job: printable(200).optional().describe('Id of the job; left out: the next that is due.') }),
    answers: {
      201: { description: 'It is yours until the lease ends.', schema: claimed },
      204: { description: 'Nothing is due.' },
    },
    problems: [404, 409],
    async handle({ params: { service = '' }, body: { job = 'next' }, request, ground: { desk } }) {
      const owner = `${service} at ${request.ip}`
      const found = await desk.claim(service, job, owner)
      if (found === null) return ok({ status: 204 })
      if (found === 'unknown') return NOT_FOUND
      return typeof found === 'string'
        ? no(notClaimed(found))
        : ok({ status: 201, body: claimedBody(found, desk.leaseSeconds()) })
    },
  }),
  serviceRoute({
    ...{ method: 'GET', path: '/:service/deliveries/:deliveryId/description', summary: 'The submission.json.' },
    answers: { 200: { description: 'The same bytes for every attempt.' } },
    problems: [404],
    async handle({ params: { service = '', deliveryId = '' }, ground: { desk } }) {
      const parcel = isUuid(deliveryId) ? await desk.parcel(service, deliveryId) : null
      if (!parcel) return NOT_FOUND
      const { description: content } = parcel
      return ok({ status: 200, bytes: { content, mediaType: 'application/json', length: content.length } })
    },
  }),
  serviceRoute({
    ...{
      method: 'GET',
      path: '/:service/deliveries/:deliveryId/files/:name',
      summary: 'A file as its sender sent it.',
    },
    answers: { 200: { description: 'Its bytes, with their digest in Repr-Digest.' } },
    problems: [404],
    async handle({ params: { service = '', deliveryId = '', name = '' }, ground: { desk } }) {
      const found = isUuid(deliveryId) ? await desk.file(service, deliveryId, name) : null
      if (!found) return NOT_FOUND
      const digest = `sha-256=:${Buffer.from(found.sha256, 'hex').toString('base64')}:`
      const bytes = { content: found.content(), mediaType: 'application/octet-stream', length: found.bytes }
      return ok({ status: 200, bytes, headers: { 'repr-digest': digest } })
    },
  }),
  serviceRoute({
    ...{ method: 'POST', path: '/:service/deliveries/:deliveryId/lease', summary: 'Keeps a claim for longer.' },
    body: z.strictObject({ fence }),
    answers: { 200: { description: 'It is yours for so long again.', schema: z.object({ leaseSeconds: z.number() }) } },
    problems: [409],
    async handle({ params: { service = '', deliveryId = '' }, body, ground: { desk } }) {
      const isKept = isUuid(deliveryId) && (await desk.renew(service, deliveryId, body.fence))
      return isKept ? ok({ status: 200, body: { leaseSeconds: desk.leaseSeconds() } }) : no(LEASE_LOST)
    },
  }),
  serviceRoute({
    ...{ method: 'POST', path: '/:service/deliveries/:deliveryId/outcome', summary: 'Says what became of a claim.' },
    body: report,
    answers: { 200: { description: 'Written down, now or when it was said before.', schema: reported } },
    problems: [404, 409],
    async handle({ params: { service = '', deliveryId = '' }, body, ground: { desk } }) {
      const { fence: held, ...said } = body
      const told = said.outcome === 'delivered' ? { ...said, reference: said.reference ?? null } : said
      const state = isUuid(deliveryId) ? await desk.report(service, deliveryId, held, told) : 'unknown'
      return reportedAnswer(state)
    },
  }),
]

function reportedAnswer(state: string): Result<ServiceAnswer, Problem> {
  if (state === 'unknown') return NOT_FOUND
  return state === 'leaseLost' ? no(LEASE_LOST) : ok({ status: 200, body: { state } })
}

function claimedBody({ claim, parcel }: Claimed, leaseSeconds: number): z.input<typeof claimed> {
  const { deliveryId, fence: held, attempts: attempt, isDoubtful } = claim
  const { idempotencyKey, submissionId, environment, ticket, sender, files } = parcel
  return {
    ...{ deliveryId, fence: held, leaseSeconds, attempt, isDoubtful },
    ...{ idempotencyKey, submissionId, environment, ticket, sender, files: [...files] },
  }
}

function printable(most: number) {
  return z.string().regex(new RegExp(`^[^\\p{Cc}]{1,${most}}$`, 'u'))
}
