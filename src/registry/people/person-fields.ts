/** What is known of a person becomes sound here, once, before it is stored (spec access.md §3). */
import { MAIL_ADDRESS } from '../../base/mail-address.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { LANGUAGES, type Language } from '../../batch/languages.ts'

const NAME_MAX = 100
const MAIL_MAX = 254
/** Control characters, halves of a pair, line ends, and what turns the direction of a line so that a name reads as another one. */
export const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u
/** What comes along when a name is copied out of a document, and nobody sees: soft hyphens, spaces without width. Joiners belong to scripts. */
const PASTED = /[\u00ad\u200b\u2060\ufeff]/g
const E164 = /^\+[1-9][0-9]{6,14}$/

export type NameField = 'lastName' | 'firstName'

/**
 * Any script, 1 to 100 characters, at least one letter; composed (NFC), without spaces around or within that nobody sees. Refuses with
 * SLU-INPUT.
 */
export function parsePersonName(text: string, field: NameField): Result<string, Refusal> {
  const name = text.replace(PASTED, '').normalize('NFC').trim()
  const isSound = /\p{L}/u.test(name) && [...name].length <= NAME_MAX && !UNSEEN.test(name)
  return isSound ? ok(name) : no(FIELDS[field])
}

/** Takes what can be sent to, and nothing else: codes are on their way before anybody sees that none arrives. Refuses with SLU-INPUT. */
export function parseMailAddress(text: string): Result<string, Refusal> {
  const address = text.trim()
  return MAIL_ADDRESS.test(address) && address.length <= MAIL_MAX ? ok(address) : no(FIELDS.email)
}

/** E.164; takes spaces, full stops, slashes, hyphens, brackets and a leading 00 too. Refuses with SLU-INPUT. */
export function parseMobilePhone(text: string): Result<string, Refusal> {
  const number = text
    .trim()
    .replace(/[ ./()-]/g, '')
    .replace(/^00/, '+')
  return E164.test(number) ? ok(number) : no(FIELDS.mobilePhone)
}

/** Refuses with SLU-INPUT. */
export function parseLanguage(text: string): Result<Language, Refusal> {
  const language = LANGUAGES.find((known) => known === text)
  return language ? ok(language) : no(FIELDS.language)
}

// biome-ignore format: a table
const FIELDS = {
  lastName:    refusal('SLU-INPUT', 'This is no last name.', `Give 1 to ${NAME_MAX} characters with at least one letter, without control characters.`, { key: 'lastName' }),
  firstName:   refusal('SLU-INPUT', 'This is no first name.', `Give 1 to ${NAME_MAX} characters with at least one letter, without control characters.`, { key: 'firstName' }),
  email:       refusal('SLU-INPUT', 'This is no e-mail address that can be sent to.', 'Write one address, as name@example.be, without accents or other special letters.', { key: 'email' }),
  mobilePhone: refusal('SLU-INPUT', 'This is no mobile telephone number.', 'Write it with the country code, as +32 470 00 00 00.', { key: 'mobilePhone' }),
  language:    refusal('SLU-INPUT', 'This language is not offered.', `Choose one of ${LANGUAGES.join(', ')}.`, { key: 'language' }),
} as const
