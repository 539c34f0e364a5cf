import { z } from 'zod'
import { amount, choice, count, flag, folder, secretFile, serverUrl, text } from './kinds.ts'

const word = (fallback: string) => text('text without spaces', /^[\x21-\x7e]{0,500}$/).default(fallback)

type ProviderDefaults = {
  readonly scope: string
  readonly acrValues: string
  readonly nationalNumberClaim: string
  readonly assurance: number
}

/** An OpenID Connect provider that tells the national number (spec access.md §8.2c, §8.3). */
function provider({ scope, acrValues, nationalNumberClaim, assurance }: ProviderDefaults) {
  return z.strictObject({
    issuer: serverUrl(['https:', 'http:'], 'the https address of the issuer')
      .default('')
      .describe('Issuer of the identity provider; empty: this way of signing in is not offered.'),
    clientId: word('').describe('Our client id there.'),
    secretFile: secretFile.default('').describe('File with our client secret; empty: `keyFile` proves us.'),
    keyFile: secretFile
      .default('')
      .describe('File with the private key (PEM, RSA) that proves us; its public part is published by the portal.'),
    encryptionKeyFile: secretFile
      .default('')
      .describe('File with the private key (PEM, RSA) to which answers are encrypted; empty: they come in clear.'),
    scope: text('words separated by spaces', /^[\x20-\x7e]{0,500}$/)
      .default(scope)
      .describe('Scopes asked for.'),
    acrValues: word(acrValues).describe('Level of assurance asked for; empty: whatever the provider does.'),
    acrRequired: flag
      .default(true)
      .describe('Whether an answer that does not tell its level is refused where `acrValues` asks for one.'),
    nationalNumberClaim: word(nationalNumberClaim).describe('Claim that holds the national number.'),
    assurance: count({ min: 0, max: 1000 })
      .default(assurance)
      .describe('What a sign-in this way is worth; 400 is strong.'),
  })
}

const eid = z.strictObject({
  enabled: flag.default(false).describe('Whether eID cards can be used to sign in.'),
  issuers: folder
    .default('')
    .describe('Folder of the certificates of the citizens’ authorities and their root; empty: `eid` in `certs.dir`.'),
  revocation: choice(['required', 'off'])
    .default('required')
    .describe('Whether a card is taken only when OCSP or a revocation list says that it is good; `off` is for trials.'),
  fetchSeconds: amount({ min: 0.1, max: 60 }).default(5).describe('Seconds for the answer of a revocation service.'),
  fetchBytes: count({ min: 1024, max: 100_000_000 }).default(20_000_000).describe('Largest revocation list, in bytes.'),
})

/** How people prove who they are, and for how long that holds (spec access.md §8). */
export const signIn = z.strictObject({
  passwordAlone: flag
    .default(true)
    .describe('Whether a user name with a password alone can be used; an enterprise can refuse it.'),
  codeApp: flag.default(true).describe('Whether a password with a code from an app can be used.'),
  codeRequiresPassword: flag.default(true).describe('Whether a code from an app needs the password first.'),
  idleMinutes: amount({ min: 0.05, max: 1440 }).default(30).describe('Minutes after which an unused session ends.'),
  sessionHours: amount({ min: 0.01, max: 168 }).default(8).describe('Hours after which a session ends.'),
  freshMinutes: amount({ min: 0.05, max: 1440 })
    .default(5)
    .describe('Minutes for which a strong sign-in allows changes of roles, passwords and channels.'),
  freshAssurance: count({ min: 0, max: 1000 }).default(400).describe('What such a sign-in must be worth.'),
  sessionsPerPerson: count({ min: 1, max: 1000 })
    .default(20)
    .describe('Most sessions of a person; the oldest one ends.'),
  attemptMinutes: amount({ min: 0.1, max: 60 })
    .default(10)
    .describe('Minutes within which a sign-in that was begun must be finished.'),
  begunPerAddress: count({ min: 1, max: 1_000_000 })
    .default(300)
    .describe(
      'Sign-ins by card, itsme or CSAM that may be begun from one address outside the configured networks within `limits.loginFailures.addressMinutes`; a town hall sits behind one address.',
    ),
  passwordChecksAtOnce: count({ min: 1, max: 64 })
    .default(2)
    .describe(
      'Passwords of people that are checked at the same time; each takes about 20 ms of a processor and 19 MiB.',
    ),
  itsme: provider({
    scope: 'openid profile eid',
    acrValues: 'http://itsme.services/v2/claim/acr_advanced',
    nationalNumberClaim: 'http://itsme.services/v2/claim/BENationalNumber',
    assurance: 450,
  })
    .prefault({})
    .describe('itsme.'),
  csam: provider({
    scope: 'openid profile egovnrn certificateInfo citizen enterprise roles',
    acrValues: 'urn:be:fedict:iam:fas:Level450',
    nationalNumberClaim: 'egovNRN',
    assurance: 500,
  })
    .prefault({})
    .describe('The federal authentication service.'),
  eid: eid.prefault({}).describe('eID cards, on a listener of their own or by Web eID.'),
})
