import { z } from 'zod'
import { no, ok } from '../../base/result.ts'
import { inviteBody } from '../../http/expect-continue.ts'
import { bodyBytes } from '../../http/slow-body.ts'
import type { AnswerReference } from './desk.ts'
import { answerProblem } from './problems.ts'
import { serviceRoute } from './route.ts'

const word = z.string().min(1).max(64)
/** At most one way to name what is answered; without any the document names it. */
const about = z.union([
  z.strictObject({ purpose: word, submissionId: z.uuid() }),
  z.strictObject({ purpose: word, ticket: word }),
  z.strictObject({ purpose: word, sender: word, environment: z.enum(['R', 'T', 'S']) }),
  z.strictObject({ purpose: word }),
])

export const ANSWER_ROUTES = [
  serviceRoute({
    ...{
      method: 'POST',
      path: '/:service/answers',
      summary: 'Hands in an answer, under an Idempotency-Key of its own.',
    },
    query: about,
    reads: ['application/xml', 'text/xml', 'application/octet-stream'],
    answers: {
      201: {
        description: 'It is kept, and will be signed and published.',
        schema: z.object({ answerId: z.string(), name: z.string() }),
      },
      200: {
        description: 'It came before with this key.',
        schema: z.object({ answerId: z.string(), name: z.string() }),
      },
    },
    problems: [404, 409, 413, 422],
    async handle({ params: { service = '' }, query: { purpose, ...reference }, request, ground: { receiveAnswer } }) {
      inviteBody(request.raw)
      const received = await receiveAnswer({
        ...{ service, purpose, reference: referenceOf(reference) },
        ...{ key: String(request.headers['idempotency-key'] ?? ''), bytes: bodyBytes(request.raw), via: 'http' },
      })
      if (!received.ok) return no(answerProblem(received.problem))
      const { answerId, name, replayed } = received.value
      return ok({ status: replayed ? 200 : 201, body: { answerId, name } })
    },
  }),
]

function referenceOf(named: Exclude<AnswerReference, 'document'> | object): AnswerReference {
  return Object.keys(named).length === 0 ? 'document' : (named as AnswerReference)
}
