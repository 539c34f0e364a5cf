import { z } from 'zod'
import { no, ok } from '../../../../base/result.ts'
import { TRANSFER_STATUSES, type TransferView } from '../../../../mailbox/transfers/transfer-view.ts'
import { restProblem } from '../../problems.ts'
import { type AnyRestRoute, restRoute } from '../route.ts'
import { receiveTransfer } from './receive-transfer.ts'
import {
  oneTransferBody,
  oneTransferSchema,
  transferBody,
  transferItem,
  transferItemSchema,
  transferSchema,
} from './transfer-body.ts'
import { transferForm } from './transfer-form.ts'

const SEND = 'scope:structuredreports:transfer:send'
const CONSULT = 'scope:structuredreports:transfer:consult'
const ROWS_MAX = 10_000

const page = z.coerce.number().int().min(1).max(ROWS_MAX)
const query = z
  .strictObject({
    environment: z.enum(['R', 'T', 'S']).optional(),
    declarationType: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{3}$/)
      .optional(),
    status: z.enum(TRANSFER_STATUSES).optional(),
    createdFrom: z.iso.datetime({ offset: true }).optional(),
    setName: z.string().min(1).max(128).optional(),
    page: page.default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(20),
  })
  .refine((asked) => asked.page * asked.pageSize <= ROWS_MAX, { path: ['page'] })

const collection = z.object({
  self: z.url(),
  items: z.array(transferItemSchema),
  page: z.int(),
  pageSize: z.int(),
  next: z.url().optional(),
})

export const TRANSFER_ROUTES = [
  restRoute({
    ...{ method: 'POST', path: '/transfers', access: SEND, summary: 'Sends a set of files, or a part of one.' },
    form: transferForm,
    answers: { 201: { description: 'Taken: it is stored and will be answered.', schema: transferSchema } },
    problems: [
      'badRequest',
      'missingPermission',
      'fileNameAlreadyUsed',
      'invalidState',
      'payloadTooLarge',
      'requestTimeout',
    ],
    /** rule 16.1. */
    async handle({ request, caller, ground, senders, language, urlOf }) {
      const place = senders.transfer(caller.visitor.sender)
      if (!place.ok) return place
      using _ = place.value
      const taken = await receiveTransfer({ request, caller, ground })
      if (!taken.ok) return taken
      const { view, replayed } = taken.value
      const body = transferBody(view, toldBy({ ground, language, urlOf }))
      const location = `/transfers/${view.transferId}`
      return ok({ status: 201, location, body: { ...body, replayed: replayed ? true : null } })
    },
  }),
  restRoute({
    ...{
      method: 'GET',
      path: '/transfers',
      access: CONSULT,
      summary: 'The transfers of the sender, the latest first.',
    },
    query,
    answers: { 200: { description: 'A page of them.', schema: collection } },
    async handle({ query: asked, caller, ground, language, urlOf }) {
      const { page, pageSize, createdFrom, ...filter } = asked
      const from = createdFrom === undefined ? {} : { createdFrom: new Date(createdFrom) }
      const rows = { offset: (page - 1) * pageSize, limit: pageSize + 1 }
      const views = await ground.mailbox.transfers.list(caller.visitor.sender, { ...filter, ...from }, rows)
      const told = toldBy({ ground, language, urlOf })
      const at = (nth: number) => urlOf(`/transfers?${written({ ...asked, page: nth })}`)
      const isMore = views.length > pageSize && (page + 1) * pageSize <= ROWS_MAX
      const items = views.slice(0, pageSize).map((view) => transferItem(view, told))
      return ok({ status: 200, body: { self: at(page), items, page, pageSize, next: isMore ? at(page + 1) : null } })
    },
  }),
  restRoute({
    ...{ method: 'GET', path: '/transfers/:transferId', access: CONSULT, summary: 'A transfer, by its id or ticket.' },
    answers: { 200: { description: 'What became of it.', schema: oneTransferSchema } },
    problems: ['resourceNotFound'],
    async handle({ params, caller, ground, language, urlOf }) {
      const view = await ground.mailbox.transfers.find(caller.visitor.sender, params.transferId)
      if (!view) return no(restProblem('resourceNotFound'))
      const line = waits(view) ? await ground.mailbox.transfers.placeInLine(view.transferId) : null
      return ok({ status: 200, body: oneTransferBody(view, toldBy({ ground, language, urlOf }), line) })
    },
  }),
  restRoute({
    ...{ method: 'POST', path: '/transfers/:transferId/cancellations', access: SEND },
    summary: 'Takes a transfer back before it is answered, as a TD file does.',
    body: z.strictObject({}).optional(),
    answers: { 200: { description: 'It is cancelled.', schema: transferSchema } },
    problems: ['resourceNotFound', 'invalidState'],
    /** rule 16.6. */
    async handle({ params, caller, ground, language, urlOf }) {
      const done = await ground.mailbox.transfers.cancel(caller.visitor, params.transferId)
      if (!done) return no(restProblem('resourceNotFound'))
      if (done.outcome !== 'cancelled')
        return no(restProblem('invalidState', { members: { status: done.view.status } }))
      return ok({ status: 200, body: transferBody(done.view, toldBy({ ground, language, urlOf })) })
    },
  }),
]

/** rule 25.8: before its answer is out nothing tells that it was accepted. */
function waits({ status }: TransferView): boolean {
  return status === 'positiveAcknowledgement'
}

type Telling = Parameters<AnyRestRoute['handle']>[0]

function toldBy({ ground, language, urlOf }: Pick<Telling, 'ground' | 'language' | 'urlOf'>) {
  return { language, urlOf, now: ground.now(), pollAfterSeconds: ground.settings.limits.pollAfterSeconds }
}

function written(asked: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return new URLSearchParams(pairs).toString()
}
