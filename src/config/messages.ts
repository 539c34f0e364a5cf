import { z } from 'zod'
import { MAIL_ADDRESS } from '../base/mail-address.ts'
import { amount, choice, count, folder, host, port, secretFile, sentence, serverUrl, text } from './kinds.ts'

const mailAddress = text('an e-mail address', MAIL_ADDRESS)

const mail = z.strictObject({
  via: choice(['file', 'smtp'])
    .default('file')
    .describe('How e-mail leaves: files in `messages.folder`, for trials, or SMTP.'),
  host: host.default('127.0.0.1').describe('Mail server.'),
  port: port.default(25).describe('Port of the mail server.'),
  tls: choice(['required', 'implicit', 'never'])
    .default('required')
    .describe('Encryption to the mail server: STARTTLS, TLS from the first byte, or none.'),
  user: sentence.default('').describe('User name at the mail server; empty: none.'),
  passwordFile: secretFile.default('').describe('File with the password at the mail server; empty: none.'),
  from: mailAddress.default('noreply@sluice.example').describe('Address from which e-mail comes.'),
})

const sms = z.strictObject({
  via: choice(['file', 'http'])
    .default('file')
    .describe('How SMS leave: files in `messages.folder`, for trials, or an HTTP gateway.'),
  url: serverUrl(['https:', 'http:'], 'the address of an SMS gateway')
    .default('')
    .describe('Address to which `{"to","text"}` is posted as JSON.'),
  tokenFile: secretFile.default('').describe('File with the bearer token of the SMS gateway; empty: none.'),
})

/** Messages to people (spec access.md §6.1, §9). */
export const messages = z.strictObject({
  folder: folder.default('').describe('Folder for messages as files; empty: `messages` in `spool.dir`.'),
  mail: mail.prefault({}).describe('E-mail.'),
  sms: sms.prefault({}).describe('SMS.'),
  attempts: count({ min: 1, max: 1000 })
    .default(12)
    .describe('Times that sending a message is tried, at growing intervals.'),
  sendSeconds: amount({ min: 0.1, max: 600 }).default(30).describe('Seconds that sending one message may take.'),
  noticeHour: count({ min: 0, max: 23 })
    .default(2)
    .describe('Hour of the night, in Brussels, at which unread notices are announced by e-mail.'),
  noticeDays: amount({ min: 1, max: 3660 }).default(180).describe('Days that a notice stays in the mailbox.'),
  expiryDays: z
    .array(count({ min: 0, max: 3650 }))
    .max(10)
    .default([30, 7, 1])
    .describe('Days before the end of a certificate at which its sender is told.'),
})
