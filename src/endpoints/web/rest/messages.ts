import { z } from 'zod'
import { no, ok, type Result } from '../../../base/result.ts'
import { ENVIRONMENTS } from '../../../batch/environment.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, withQuery } from '../../../http/keyset.ts'
import type { WebMailbox } from '../../../mailbox/mailbox.ts'
import type { Message } from '../../../mailbox/messages/messages.ts'
import { type RestProblem, restProblem } from '../problems.ts'
import { downloadStream } from './download-stream.ts'
import { restRoute } from './route.ts'

const RETRIEVE = 'scope:structuredreports:message:retrieve'
const PAGE_MAX = 1000
const ID = /^[A-Za-z0-9._-]{1,125}$/

const MEMBERS = {
  messageId: z.string().meta({ example: 'ACRF.999999.20260105.00001.R' }),
  purpose: z
    .string()
    .describe('ACRF: an acknowledgement; NOTI: a notification; others as the online services send them.')
    .meta({ example: 'ACRF' }),
  fileName: z
    .string()
    .describe('As it stands in the OUT folder; CO instead of FO when it is compressed.')
    .meta({ example: 'FO.ACRF.999999.20260105.00001.R' }),
  transferId: z.string().optional().describe('The transfer that it answers.'),
  environment: z.enum(ENVIRONMENTS),
  createdAt: z.iso.datetime(),
  retrieved: z.boolean().describe('Confirmed here, or taken out of the OUT folder over another channel.'),
}

const item = z.object({ href: z.url(), ...MEMBERS })

const message = z.object({
  self: z.url(),
  ...MEMBERS,
  bytes: z.int().describe('Of the content.'),
  sha256: z.string().describe('Of the content, in hexadecimal.'),
  content: z.object({ href: z.url() }),
  signature: z.object({ href: z.url() }),
  transfer: z.object({ href: z.url() }).optional(),
})

const collection = z.object({
  self: z.url(),
  items: z.array(item),
  pageSize: z.int(),
  page: z.int().optional().describe('Left out behind `after`.'),
  next: z.url().optional().describe('Goes on behind the last item: nothing is missed and nothing comes twice.'),
})

const query = z.strictObject({
  environment: z.enum(ENVIRONMENTS).optional(),
  retrieved: z.enum(['true', 'false']).optional(),
  transferId: z.uuid().optional(),
  page: z.coerce.number().int().min(1).max(PAGE_MAX).optional().describe('1 is the first.'),
  pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE),
  after: z.string().regex(ID).optional().describe('The messageId behind which the page begins.'),
})

type Asked = z.output<typeof query>

export const MESSAGE_ROUTES = [
  restRoute({
    ...{ method: 'GET', path: '/messages', access: RETRIEVE },
    summary: 'Acknowledgements and notifications for the sender, the newest first.',
    query,
    answers: { 200: { description: 'A page of them.', schema: collection } },
    problems: ['badRequest'],
    async handle({ query: asked, caller, ground, urlOf }) {
      const { retrieved, after, page = 1, pageSize, environment, transferId } = asked
      const filter = { environment, transferId, ...(retrieved && { retrieved: retrieved === 'true' }) }
      const rows = { after, offset: (page - 1) * pageSize, limit: pageSize + 1 }
      const found = await ground.mailbox.messages.list(caller.visitor.sender, filter, rows)
      const shown = found.slice(0, pageSize)
      const next = found.length > pageSize ? shown.at(-1)?.messageId : undefined
      const items = shown.map((one) => ({ href: urlOf(pathOf(one)), ...membersOf(one) }))
      return ok({
        status: 200,
        body: {
          self: urlOf(pathTo(asked)),
          ...{ items, pageSize, page: after === undefined ? page : null },
          next: next === undefined ? null : urlOf(pathTo({ ...asked, page: undefined, after: next })),
        },
      })
    },
  }),
  restRoute({
    ...{ method: 'GET', path: '/messages/:messageId', access: RETRIEVE, summary: 'What is known of a message.' },
    answers: { 200: { description: 'It is there.', schema: message } },
    problems: ['resourceNotFound'],
    async handle({ params, caller, ground, urlOf }) {
      const found = await ground.mailbox.messages.find(caller.visitor.sender, params.messageId)
      return found ? ok({ status: 200, body: messageBody(found, urlOf) }) : NOT_THERE
    },
  }),
  restRoute({
    ...{
      method: 'GET',
      path: '/messages/:messageId/content',
      access: RETRIEVE,
      summary: 'The FO or CO, byte by byte.',
    },
    answers: {
      200: {
        ...{ description: 'The document; a CO comes as `application/zip`.', mediaType: 'application/xml' },
        headers: {
          'content-disposition': 'The name of the FO or CO.',
          'repr-digest': 'SHA-256 of the document (RFC 9530).',
        },
      },
    },
    problems: ['resourceNotFound'],
    async handle({ params, caller, ground }) {
      const { sender, principal } = caller.visitor
      const found = await ground.mailbox.messages.find(sender, params.messageId)
      const file = found && (await ground.mailbox.messages.open(sender, params.messageId, 'content', principal))
      if (!file) return no(await absence(ground, sender, params.messageId))
      const digest = { 'repr-digest': `sha-256=:${Buffer.from(found.sha256, 'hex').toString('base64')}:` }
      const zipped = file.entry.name.startsWith('CO.') && { 'content-type': 'application/zip' }
      const headers = { ...attached(file.entry.name), ...digest, ...zipped }
      return ok({ status: 200, headers, ...downloadStream(file) })
    },
  }),
  restRoute({
    ...{ method: 'GET', path: '/messages/:messageId/signature', access: RETRIEVE, summary: 'The FS, byte by byte.' },
    answers: {
      200: {
        ...{ description: 'The detached signature of the FO or CO: CMS in base64, in lines.', mediaType: 'text/plain' },
        headers: { 'content-disposition': 'The name of the FS.' },
      },
    },
    problems: ['resourceNotFound'],
    async handle({ params, caller, ground }) {
      const file = await ground.mailbox.messages.open(caller.visitor.sender, params.messageId, 'signature')
      if (!file) return no(await absence(ground, caller.visitor.sender, params.messageId))
      return ok({ status: 200, headers: attached(file.entry.name), ...downloadStream(file) })
    },
  }),
  restRoute({
    ...{ method: 'PUT', path: '/messages/:messageId/retrieval', access: RETRIEVE },
    summary:
      'Confirms that a message was received. Nothing is taken out of the OUT folder; a second time changes nothing.',
    answers: { 204: { description: 'It counts as retrieved.' } },
    problems: ['resourceNotFound'],
    async handle({ params, caller, ground }) {
      const { sender, principal } = caller.visitor
      const isThere = await ground.mailbox.messages.confirm(sender, params.messageId, principal)
      return isThere ? ok({ status: 204 }) : NOT_THERE
    },
  }),
  restRoute({
    ...{ method: 'POST', path: '/messages/:messageId/repeat', access: RETRIEVE },
    summary:
      'Puts a message back into the OUT folder, with the bytes and the name that it had, as not retrieved. A second time changes nothing.',
    body: z.strictObject({}).optional(),
    answers: { 200: { description: 'It is there again.', schema: message } },
    problems: ['resourceNotFound'],
    async handle({ params, caller, ground, urlOf }) {
      const { sender, principal } = caller.visitor
      const repeated = await ground.mailbox.messages.repeat(sender, params.messageId, principal)
      if (!repeated) return no(await absence(ground, sender, params.messageId))
      return ok({ status: 200, body: messageBody(repeated, urlOf) })
    },
  }),
]

const NOT_THERE: Result<never, RestProblem> = no(restProblem('resourceNotFound'))

/** rule 23.3: what was removed after its archive time is told as that. */
async function absence(
  { mailbox }: { readonly mailbox: Pick<WebMailbox, 'messages'> },
  sender: string,
  messageId: string,
): Promise<RestProblem> {
  const removedAt = await mailbox.messages.contentsRemovedAt(sender, messageId)
  if (!removedAt) return restProblem('resourceNotFound')
  const day = removedAt.toISOString().slice(0, 10)
  return restProblem('resourceNotFound', {
    detail: {
      de: `Der Inhalt wurde am ${day} nach Ablauf der Aufbewahrungszeit entfernt. Angaben zur Sendung bleiben abrufbar.`,
      fr: `Le contenu a été supprimé le ${day}, à la fin du délai de conservation. Les données de l’envoi restent consultables.`,
      nl: `De inhoud werd op ${day} verwijderd na afloop van de bewaartermijn. De gegevens van de zending blijven raadpleegbaar.`,
      en: `The content was removed on ${day}, at the end of its archive time. What is known of the set can still be asked for.`,
    },
    members: { contentsRemovedAt: removedAt },
  })
}

function membersOf({ messageId, purpose, fileName, transferId, environment, createdAt, retrieved }: Message) {
  return { messageId, purpose, fileName, transferId, environment, createdAt: createdAt.toISOString(), retrieved }
}

function messageBody(found: Message, urlOf: (path: string) => string) {
  const { bytes, sha256, transferId } = found
  const path = pathOf(found)
  return {
    self: urlOf(path),
    ...membersOf(found),
    ...{ bytes, sha256 },
    content: { href: urlOf(`${path}/content`) },
    signature: { href: urlOf(`${path}/signature`) },
    transfer: transferId === null ? null : { href: urlOf(`/transfers/${transferId}`) },
  }
}

function pathOf({ messageId }: Message): string {
  return `/messages/${messageId}`
}

function pathTo({ page, pageSize, ...asked }: Asked): string {
  const size = pageSize === PAGE_SIZE ? undefined : String(pageSize)
  return withQuery('/messages', { ...asked, page: page === undefined ? undefined : String(page), pageSize: size })
}

function attached(fileName: string) {
  return { 'content-disposition': `attachment; filename="${fileName}"` }
}
