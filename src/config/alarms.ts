import { z } from 'zod'
import { MAIL_ADDRESS } from '../base/mail-address.ts'
import { amount, choice, count, KINDS, secretFile, serverUrl, text } from './kinds.ts'

const webhook = z.strictObject({
  url: serverUrl(['https:', 'http:'], 'the address of a program that wakes people')
    .default('')
    .describe('Address to which alarms are posted as JSON (`docs/monitoring.md`); empty: none.'),
  tokenFile: secretFile.default('').describe('File with the bearer token of that address; empty: none.'),
})

const address = text('an e-mail address', MAIL_ADDRESS)

/** Calling a person (rules 27). */
export const alarms = z.strictObject({
  mail: z
    .array(address)
    .max(20)
    .default([])
    .register(KINDS, { expected: 'a list of e-mail addresses' })
    .describe('Addresses that get alarms by e-mail (`messages.mail`).'),
  webhook: webhook.prefault({}).describe('A program that wakes people.'),
  language: choice(['de', 'fr', 'nl', 'en']).default('en').describe('Language of the words in alarms.'),
  everySeconds: amount({ min: 0.1, max: 3600 }).default(10).describe('Seconds between two looks for alarms.'),
  afterSeconds: amount({ min: 0, max: 86_400 })
    .default(30)
    .describe('Seconds that something must last before it is an alarm, and be gone before it is over.'),
  repeatHours: amount({ min: 0.1, max: 8784 }).default(12).describe('Hours after which a lasting alarm is told again.'),
  messagesPerHour: count({ min: 1, max: 3600 })
    .default(20)
    .describe('Most messages of alarms in an hour; what is more waits for the next, gathered.'),
  oldestMinutes: amount({ min: 0.01, max: 525_600 })
    .default(30)
    .describe('Minutes that a hand-over may wait before it is late.'),
  answerMinutes: amount({ min: 0.01, max: 525_600 })
    .default(15)
    .describe('Minutes that an answer of an online service may wait to be published before it is an alarm.'),
  revocationMinutes: amount({ min: 0, max: 525_600 })
    .default(30)
    .describe('Minutes that a set may wait for revocation data before it is an alarm.'),
  inDoubtMinutes: amount({ min: 0, max: 525_600 })
    .default(15)
    .describe('Minutes that a hand-over may be in doubt before it is an alarm.'),
  pausedHours: amount({ min: 0, max: 8784 })
    .default(4)
    .describe('Hours that a service may be paused before it is an alarm.'),
  clockSeconds: amount({ min: 1, max: 86_400 })
    .default(120)
    .describe(
      "Seconds that a machine's clock may differ from the database's, or the database's clock step, before it is an alarm.",
    ),
  certificateDays: count({ min: 0, max: 3660 })
    .default(30)
    .describe('Days before the end of our own certificates at which they are an alarm; urgent from 7.'),
})
