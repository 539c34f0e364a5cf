/** Answers of the gateway: their form, their signature, and who time-stamps it. */

import { z } from 'zod'
import { amount, bytes, choice, count, pemFile, secretFile, serverUrl, text } from './kinds.ts'

const KiB = 1024

const timestamp = z.strictObject({
  url: serverUrl(['https:', 'http:'], 'an address such as https://tsa.example/stamp')
    .default('')
    .describe('Address of the time-stamping authority (RFC 3161); empty: answers are signed without a time-stamp.'),
  issuers: pemFile
    .default('')
    .describe(
      'PEM file of the root that the authority’s certificate leads to, and of those in between where it sends none.',
    ),
  policy: text('an object identifier such as 1.3.6.1.4.1.99999.1', /^(?:[0-2](?:\.\d{1,10}){1,15})?$/)
    .default('')
    .describe('Policy that is asked for, and that the time-stamp must name; empty: that of the authority.'),
  caFile: pemFile
    .default('')
    .describe('Authorities of the address’s own TLS certificate, in place of those that every machine knows.'),
  user: text('a name of at most 128 characters without a colon', /^[^\p{Cc}:]{0,128}$/u)
    .default('')
    .describe('User name at the authority, sent with the password; empty: none is sent.'),
  passwordFile: secretFile.default('').describe('File with the password at the authority; empty: none is sent.'),
  seconds: amount({ min: 0.1, max: 60 }).default(5).describe('Longest wait for a time-stamp.'),
  bytes: bytes({ min: KiB, max: 32 * KiB })
    .default(16 * KiB)
    .describe('Largest answer of the authority; what is larger is no time-stamp.'),
  toleranceSeconds: amount({ min: 1, max: 3600 })
    .default(60)
    .describe('How far the time in a time-stamp may be from our own clock.'),
  connections: count({ min: 1, max: 64 }).default(8).describe('Most connections to the authority at the same time.'),
  whenAway: choice(['wait', 'without'])
    .default('wait')
    .describe('What becomes of an answer while the authority is away: it waits, or leaves without a time-stamp.'),
})

export const acknowledgement = z.strictObject({
  schema: text('a file name that ends in .xsd', /^[A-Za-z0-9_.-]{1,123}\.xsd$/)
    .default('ACRF_20231.xsd')
    .describe('Schema named in an acknowledgement.'),
  lineBreak: choice(['LF', 'CRLF', 'CR']).default('LF').describe('Line break in the signature file of an answer.'),
  ticketPrefix: text('three capital letters or digits', /^[A-Z0-9]{3}$/)
    .default('SLU')
    .describe('First three characters of a ticket.'),
  overlapDays: amount({ min: 0, max: 365 })
    .default(7)
    .describe(
      'Days before the end of acknowledgement.crt from which acknowledgement-next.key signs, where it is there.',
    ),
  timestamp: timestamp.prefault({}).describe('Time-stamps of answers (CAdES-T).'),
})
