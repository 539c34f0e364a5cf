import type { Visitor } from '../../mailbox/mailbox.ts'

export const SCOPES = [
  'scope:structuredreports:transfer:send',
  'scope:structuredreports:transfer:consult',
  'scope:structuredreports:message:retrieve',
] as const
export type Scope = (typeof SCOPES)[number]

/** A program that has proved whose it is, with what it may do; made by a door (token or signature), trusted by everything behind it. */
export type Caller = {
  /** Its channel is `web`, its principal the client id. */
  readonly visitor: Visitor
  readonly scopes: ReadonlySet<Scope>
  readonly enterpriseNumber: string
  readonly qualityCode: string
  /** The request came over TLS with a certificate that the sender registered for log-in: for `web.requireMutualTls`. */
  readonly isMutualTls: boolean
}

/** Where a request comes from: seen by the listener, or told by a proxy that is configured (`originOfRequest`). */
export type RequestOrigin = {
  readonly address: string
  /** DER of the certificate whose key the client has proved in TLS; null without one. Not judged yet. What a proxy tells and cannot be read stands here as it came, so that it is nobody's. */
  readonly certificate: Buffer | null
}
