/** A transfer as its sender sees it (spec access.md §13.2 with decision 34). */
import { z } from 'zod'
import { ANSWER_RESULTS } from '../../../../batch/facts.ts'
import type { Language } from '../../../../batch/languages.ts'
import type { Reason } from '../../../../batch/reason.ts'
import { explain } from '../../../../batch/reasons/catalogue.ts'
import { REVOCATION_WAIT } from '../../../../batch/revocation-wait.ts'
import { TRANSFER_STATUSES, type TransferView } from '../../../../mailbox/transfers/transfer-view.ts'
import type { LinePlace } from '../../../../mailbox/transfers/transfers.ts'

const moment = z.iso.datetime()
export const digestSchema = z.object({ algorithm: z.literal('SHA-256'), value: z.string().describe('Base64.') })

export const reasonSchema = z.object({
  acknowledgementCode: z.int(),
  title: z.string(),
  detail: z.string(),
  fileName: z.string().optional(),
})

const MEMBERS = {
  transferId: z.string(),
  setName: z.string().optional().describe('Left out for a file whose name tells no set.'),
  environment: z.enum(['R', 'T', 'S']),
  declarationType: z.string().optional(),
  status: z.enum(TRANSFER_STATUSES),
  ticket: z.string().optional().describe('There once the set is complete.'),
  waitsFor: z
    .object({
      what: z.literal('revocationData'),
      since: moment,
      detail: z.string().describe('For people, in the language that was asked for.'),
    })
    .optional()
    .describe('While the authority of its certificate has not said whether it still holds. It is no rejection.'),
  receivedAt: moment.describe('When the set was complete, or while it is not, when it began.'),
  digests: z.record(z.string(), digestSchema).describe('By file name.'),
  files: z.array(z.object({ fileName: z.string(), bytes: z.int(), channel: z.string(), receivedAt: moment })),
  reasons: z
    .array(reasonSchema)
    .optional()
    .describe('Of a negative acknowledgement, in the language that was asked for.'),
  result: z
    .enum(ANSWER_RESULTS)
    .optional()
    .describe('What the online service says of it; the worst, where it says several things.'),
  messages: z.array(z.object({ href: z.url(), messageId: z.string() })).describe('Oldest first.'),
  pollAfter: moment.optional().describe('While the acknowledgement is awaited.'),
}

const seconds = z.int().optional()
const lineSchema = z
  .object({
    place: z.int().describe('1 is next; 10,001 stands behind ten thousand or more.'),
    earliestSeconds: seconds.describe('When its turn may come, from now; left out when that is not known.'),
    latestSeconds: seconds.describe('When its turn usually comes, from now; left out when that is not known.'),
  })
  .optional()
  .describe('While it waits in the line of its online service.')

export const transferSchema = z.object({ self: z.url(), ...MEMBERS, replayed: z.literal(true).optional() })
export const oneTransferSchema = z.object({ ...transferSchema.shape, line: lineSchema })
export const transferItemSchema = z.object({ href: z.url(), ...MEMBERS })

type Told = {
  readonly language: Language
  readonly urlOf: (path: string) => string
  readonly now: Date
  readonly pollAfterSeconds: number
}

export function transferBody(view: TransferView, told: Told) {
  return { self: told.urlOf(`/transfers/${view.transferId}`), ...membersOf(view, told) }
}

/** With its place in the line (rule 25.4). */
export function oneTransferBody(view: TransferView, told: Told, line: LinePlace | null) {
  return { ...transferBody(view, told), line: line && { place: line.place, ...line.expected } }
}

export function transferItem(view: TransferView, told: Told) {
  return { href: told.urlOf(`/transfers/${view.transferId}`), ...membersOf(view, told) }
}

function membersOf(view: TransferView, { language, urlOf, now, pollAfterSeconds }: Told) {
  const { transferId, setName, environment, declarationType, status, ticket, openedAt, sealedAt, files, verdict } = view
  return {
    ...{ transferId, setName, environment, declarationType, status, ticket },
    waitsFor: waitOf(view, language),
    receivedAt: (sealedAt ?? openedAt).toISOString(),
    digests: Object.fromEntries(files.map(({ fileName, sha256 }) => [fileName, digestOf(sha256)])),
    files: files.map(({ fileName, bytes, channel, receivedAt }) => {
      return { fileName, bytes, channel, receivedAt: receivedAt.toISOString() }
    }),
    reasons: reasonsOf(verdict, language),
    result: view.result,
    messages: view.messageIds.map((messageId) => ({ href: urlOf(`/messages/${messageId}`), messageId })),
    pollAfter: status === 'received' ? new Date(now.getTime() + pollAfterSeconds * 1000).toISOString() : null,
  }
}

function waitOf({ awaitsRevocationSince: since }: TransferView, language: Language) {
  return since && { what: 'revocationData' as const, since: since.toISOString(), detail: REVOCATION_WAIT[language] }
}

function reasonsOf(verdict: TransferView['verdict'], language: Language) {
  return verdict?.outcome === 'rejected' ? reasonsIn(verdict.reasons, language) : null
}

export function reasonsIn(reasons: readonly Reason[], language: Language) {
  return reasons.map((reason) => {
    const { title, cause, remedy } = explain(reason, language)
    return { acknowledgementCode: reason.code, title, detail: `${cause} ${remedy}`, fileName: reason.file ?? null }
  })
}

export function digestOf(sha256: string) {
  return { algorithm: 'SHA-256' as const, value: Buffer.from(sha256, 'hex').toString('base64') }
}
