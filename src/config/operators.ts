import { z } from 'zod'
import { amount, choice, count, secretFile, serverUrl, text } from './kinds.ts'

const word = (fallback: string) => text('text without spaces', /^[\x21-\x7e]{0,500}$/).default(fallback)

const oidc = z.strictObject({
  issuer: serverUrl(['https:', 'http:'], 'the https address of the issuer')
    .default('')
    .describe('Issuer of the identity provider of operators; empty: they sign in with a password and a code.'),
  clientId: word('').describe('Our client id there.'),
  secretFile: secretFile.default('').describe('File with our client secret; empty: `keyFile` proves us.'),
  keyFile: secretFile.default('').describe('File with the private key (PEM, RSA) that proves us.'),
  scope: text('words separated by spaces', /^[\x20-\x7e]{0,500}$/)
    .default('openid profile')
    .describe('Scopes asked for.'),
  acrValues: word('').describe('Level of assurance asked for; empty: whatever the provider does.'),
  nameClaim: word('preferred_username').describe(
    'Claim that holds the name of an operator; looked at when an operator signs in there for the first time.',
  ),
  rolesClaim: word('roles').describe('Claim that holds the roles, one or several.'),
  roles: z
    .array(
      z.strictObject({
        value: text('text', /^[\x20-\x7e]{1,500}$/).describe('What the claim holds.'),
        role: choice(['viewer', 'operator', 'administrator']).describe('The most that it gives in the console.'),
      }),
    )
    .max(100)
    .default([])
    .describe(
      'Which role of the provider gives which role here; empty: it tells none, and each operator has the own one.',
    ),
})

/** How operators sign in to the console (rules of chapter 21). */
export const operators = z.strictObject({
  idleMinutes: amount({ min: 0.05, max: 1440 }).default(30).describe('Minutes after which an unused session ends.'),
  sessionHours: amount({ min: 0.01, max: 168 }).default(10).describe('Hours after which a session ends.'),
  sessionsPerOperator: count({ min: 1, max: 1000 })
    .default(10)
    .describe('Most sessions of an operator; the oldest one ends.'),
  invitationHours: amount({ min: 0.01, max: 8_784 })
    .default(24)
    .describe('Hours for which the code of a first sign-in can be used.'),
  attemptMinutes: amount({ min: 0.1, max: 60 })
    .default(10)
    .describe('Minutes within which a sign-in that was begun must be finished.'),
  readsPerHour: count({ min: 1, max: 100_000 })
    .default(20)
    .describe('Contents that an operator may read within an hour before a person is called (alarm `manyReads`).'),
  mostReadsPerHour: count({ min: 1, max: 100_000 })
    .default(200)
    .describe('Most contents that an operator may read within an hour; further ones are refused.'),
  refusalsPerHour: count({ min: 1, max: 1000 })
    .default(60)
    .describe('Most entries of the audit in an hour that tell what one operator was refused.'),
  oidc: oidc.prefault({}).describe('Sign-in with the identity provider of the house (OpenID Connect).'),
})
