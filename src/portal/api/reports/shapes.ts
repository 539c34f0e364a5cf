/** What requests and answers about structured reports look like (spec access.md §13.5). Nothing of it is a national number. */
import { z } from 'zod'
import { CHANNEL_TYPES } from '../../../batch/channel.ts'
import { ENVIRONMENTS } from '../../../batch/environment.ts'
import { LANGUAGES } from '../../../batch/languages.ts'
import { SETUP_STEPS } from '../../../registry/setup/contents.ts'

export const QUALITY = '/enterprises/:enterpriseNumber/qualities/:qualityCode'

/** What a form on a page would not take either. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u
const lines = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) => lines(max).regex(ONE_LINE)

export const channelType = z.enum(CHANNEL_TYPES)
export const usages = z.array(z.enum(['signature', 'clientAuthentication'])).min(1)
const environments = z.array(z.enum(ENVIRONMENTS))

/** Why something is taken away; kept in the audit. */
export const reasoned = z.strictObject({ reason: text(500) })

export const contactBody = z.strictObject({
  ...{ lastName: text(100), firstName: text(100), email: text(254), phone: text(40) },
  language: z.enum(LANGUAGES).optional(),
})
export const channelBody = z.strictObject({ type: channelType, network: text(32).optional() })
export const certificateBody = z.strictObject({
  certificate: lines(131_072).describe('PEM, or DER in base64.'),
  usages,
  label: z.string().trim().max(100).default(''),
})
export const sshKeyBody = z.strictObject({
  publicKey: lines(16_384).describe('One line as OpenSSH writes it, or the block of RFC 4716.'),
  label: z.string().trim().max(100).default(''),
})
export const servicesBody = z.strictObject({ services: z.array(text(40)).max(500), environments })

const contact = z.object({
  ...{ lastName: z.string(), firstName: z.string(), email: z.string(), phone: z.string() },
  language: z.enum(LANGUAGES).optional(),
})
const sshKey = z.object({
  ...{ sha256: z.string(), fingerprint: z.string(), algorithm: z.string(), label: z.string() },
})
const certificate = z.object({
  ...{ sha256: z.string(), label: z.string(), usages, subject: z.string(), issuer: z.string(), serial: z.string() },
  ...{ notBefore: z.string(), notAfter: z.string() },
})

export const setupAnswer = z.object({
  setupId: z.string(),
  step: z.enum(SETUP_STEPS),
  expiresAt: z.string(),
  technicalUser: contact.optional(),
  channel: z.object({ type: channelType, network: z.string().optional() }).optional(),
  certificates: z.array(certificate),
  sshKeys: z.array(sshKey),
  services: z.object({ services: z.array(z.string()), environments }).optional(),
  missing: z.array(z.string()).describe('What the confirmation still needs.'),
})

export const confirmationAnswer = z.object({
  senderNumber: z.string(),
  channelId: z.string(),
  type: channelType,
  username: z.string().optional(),
  clientId: z.string().optional(),
  password: z.string().optional().describe('Of an FTP channel: told now and never again.'),
})

export const openedAnswer = z.object({
  channelId: z.string(),
  type: channelType,
  loginName: z.string(),
  password: z.string().optional().describe('Of a new FTP channel: told now and never again.'),
})

export const configurationAnswer = z.object({
  senderNumber: z.string(),
  state: z.string(),
  technicalUser: contact.extend({ userId: z.string().optional().describe('Of the user that it is.') }).optional(),
  channels: z.array(
    z.object({
      ...{ channelId: z.string(), type: channelType, state: z.string(), loginName: z.string() },
      ...{ network: z.string().optional(), sshKeys: z.array(sshKey) },
    }),
  ),
  certificates: z.array(certificate.extend({ daysLeft: z.int(), state: z.string() })),
  services: z.array(z.object({ service: z.string(), channels: z.array(channelType), environments })),
})

export const previewAnswer = z.object({
  refused: z.int(),
  codes: z.array(z.object({ code: z.int(), sets: z.int() })),
  newest: z.array(z.object({ name: z.string(), sealedAt: z.string(), codes: z.array(z.int()) })),
  inFlight: z.object({ open: z.int(), sealed: z.int() }),
})
