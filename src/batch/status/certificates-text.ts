/** `CERTIFICATES.txt`: the certificates that are registered for the sender, and which of them end soon. */
import { brusselsStamp, brusselsTime, dayNumber, nameDate } from '../dates.ts'
import type { Language } from '../languages.ts'
import { safe } from '../reasons/fill.ts'
import { CERTIFICATE_WORDS, type CertificateWords } from './certificate-words.ts'
import { labelled, plainText, put, wrap } from './plain-text.ts'

export type ShownCertificate = {
  readonly subject: string
  readonly serial: string
  readonly sha256: string
  readonly state: 'uploaded' | 'valid' | 'expiring' | 'expired' | 'revoked'
  readonly notAfter: Date
}

export type ExpiryDays = {
  /** From so many days on the text says that it will end. */
  readonly notice: number
  /** And from so many on that it is urgent. */
  readonly warning: number
}

export function certificatesText(
  certificates: readonly ShownCertificate[],
  days: ExpiryDays,
  now: Date,
  language: Language,
): Buffer {
  const words = CERTIFICATE_WORDS[language]
  const asOf = put(words.asOf, { date: brusselsTime(now).date })
  if (certificates.length === 0) return plainText([words.title, asOf, '', ...wrap(words.none)])
  return plainText([words.title, asOf, ...certificates.flatMap((one) => certificateLines(one, days, now, words))])
}

function certificateLines(one: ShownCertificate, days: ExpiryDays, now: Date, words: CertificateWords): string[] {
  const left = daysLeft(one.notAfter, now)
  const isOver = one.state === 'expired' || one.notAfter <= now
  // biome-ignore format: a table
  const rows: readonly (readonly [string, string])[] = [
    [words.subject,  safe(one.subject.replaceAll('\n', ', '))],
    [words.serial,   safe(one.serial)],
    ['SHA-256',      one.sha256],
    [words.state,    words.states[isOver && one.state !== 'revoked' ? 'expired' : one.state]],
    [words.notAfter, brusselsStamp(one.notAfter)],
    [words.daysLeft, String(left)],
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  const advice = adviceOn({ left, isOver, isRevoked: one.state === 'revoked' }, days, words)
  return ['', ...rows.flatMap(([label, value]) => labelled(label, value, width)), ...(advice ? wrap(advice) : [])]
}

function adviceOn(
  { left, isOver, isRevoked }: { readonly left: number; readonly isOver: boolean; readonly isRevoked: boolean },
  { notice, warning }: ExpiryDays,
  words: CertificateWords,
): string | null {
  if (isRevoked) return words.revoked
  if (isOver) return words.over
  if (left < warning) return put(words.warning, { days: left })
  return left < notice ? put(words.notice, { days: left }) : null
}

/** By the calendar, so that the text changes at midnight and not in the middle of a day; none when it is over. */
function daysLeft(notAfter: Date, now: Date): number {
  return Math.max(0, dayOf(notAfter) - dayOf(now))
}

function dayOf(instant: Date): number {
  return dayNumber(nameDate(instant)) ?? 0
}
