import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { PAGE_SIZE, PAGE_SIZE_MAX, pageOf, withQuery } from '../../http/keyset.ts'
import { CERTIFICATE_VIEWS } from '../../registry/certificate-list.ts'
import { consoleApi } from '../api-route.ts'
import { decideCertificate, seeCertificates, seeOwnKeys } from '../operations/certificates.ts'
import { moment } from './moment.ts'
import { plain } from './plain.ts'
import { reason } from './reason.ts'

const certificate = z.object({
  certificateId: z.string(),
  senderNumber: z.string(),
  enterpriseNumber: z.string(),
  legalName: z.string(),
  sha256: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  label: z.string(),
  usages: z.array(z.string()),
  state: z.string(),
  notBefore: moment,
  notAfter: moment,
  daysLeft: z.int(),
  since: moment,
  hasSuccessor: z.boolean().describe('The sender has one in force that ends later.'),
  standing: z
    .enum(['good', 'revoked', 'notOffered', 'unknown'])
    .optional()
    .describe('What its authorities last said; not there: nobody was asked yet.'),
  checkedAt: moment.optional(),
  signed: z.object({ sets: z.int(), lastAt: moment }).optional().describe('Of the latest hundred sets of the sender.'),
})

const GET_CERTIFICATES = consoleApi({
  method: 'GET',
  path: '/certificates',
  role: 'viewer',
  summary: 'Certificates of senders.',
  status: 200,
  query: z.strictObject({
    view: z.enum(CERTIFICATE_VIEWS).default('ending'),
    q: z.string().max(100).optional().describe('Sender, enterprise number, part of a name, or fingerprint.'),
    days: z.coerce.number().int().min(1).max(9999).optional().describe('Only what ends within so many days.'),
    after: z.uuid().optional(),
    pageSize: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE),
  }),
  answer: z.object({
    ...{ self: z.string(), items: z.array(certificate), pageSize: z.int(), next: z.string().optional() },
    counts: z.object({ ending: z.int(), waiting: z.int(), expired: z.int(), soon: z.int() }),
  }),
  async handle({ ground, operator, address, search: { q: text, days: withinDays, pageSize, ...search } }) {
    const filter = { text, withinDays, ...search, limit: pageSize + 1 }
    const { counts, certificates } = await seeCertificates(ground, operator, filter)
    const path = withQuery(address, { after: undefined })
    const page = pageOf(certificates, { path, after: search.after, pageSize }, (row) => row.certificateId)
    return ok({ body: { ...page, items: plain(page.items), counts } })
  },
})

const GET_KEYS = consoleApi({
  method: 'GET',
  path: '/keys',
  role: 'viewer',
  summary: 'The keys of the gateway itself, and the issuers it accepts; nothing secret.',
  status: 200,
  answer: z.object({
    items: z.array(
      z.object({
        use: z.enum(['tls', 'acknowledgement', 'host', 'token', 'issuer']),
        name: z.string(),
        from: z.string(),
        fingerprint: z.string(),
        subject: z.string(),
        endsAt: moment.optional(),
        daysLeft: z.int().optional(),
        trouble: z.enum(['missing', 'over', 'unreadable']).optional(),
      }),
    ),
  }),
  handle: async ({ ground, operator }) => ok({ body: { items: plain(await seeOwnKeys(ground, operator)) } }),
})

const DECIDE = consoleApi({
  method: 'POST',
  path: '/certificates/:senderNumber/:sha256/decision',
  role: 'operator',
  summary: 'Approves or rejects a certificate that names no enterprise.',
  status: 200,
  body: z.strictObject({
    verb: z.enum(['approve', 'reject']),
    reason,
  }),
  answer: z.object({ sha256: z.string(), state: z.string() }),
  async handle({ ground, operator, params, body }) {
    const decided = await decideCertificate(ground, operator, { ...params, ...body })
    return decided.ok ? ok({ body: decided.value }) : decided
  },
})

export const CERTIFICATE_API = [GET_CERTIFICATES, GET_KEYS, DECIDE]
