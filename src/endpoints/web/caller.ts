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
}

/** Where a request comes from: seen by the listener, or told by a proxy that is configured. */
export type RequestOrigin = {
  readonly address: string
  /** DER of the certificate that the client has shown in TLS; null without one. Not judged yet. */
  readonly certificate: Buffer | null
}
