/** The rule for passwords of people (spec access.md §7, rule 11.2), pure: all that is wrong with one is said at once. */
import { isCommon } from './common-passwords.ts'

// biome-ignore format: a list
export type PasswordFault =
  | 'passwordTooShort'
  | 'passwordTooLong'
  | 'passwordMissingRequiredCharacters'
  | 'passwordForbiddenCharacters'
  | 'passwordContainsIdentity'
  | 'passwordTooCommon'
  | 'passwordConfirmationMismatch'
  | 'passwordReused'

export type PasswordRules = {
  /** Most characters. */
  readonly lengthMax: number
  /** Refuse what is neither a letter nor in the official class, instead of not counting it. */
  readonly restrictAlphabet: boolean
}

export type ChosenPassword = {
  readonly password: string
  /** Typed a second time. */
  readonly confirmation: string
  /** What others know of the person: user name, local part of the e-mail address, national number. */
  readonly identity: readonly string[]
}

const LENGTH_MIN = 10
const COUNTING_MIN = 2
/** What the official page calls alphanumeric: digits and these special characters, in any mixture. */
const COUNTING = /[0-9;:=?./+*$%><&@#'(!{})-]/gu
const OUTSIDE = /[^a-zA-Z0-9;:=?./+*$%><&@#'(!{})-]/u
/** Shorter words are parts of too many others. */
const IDENTITY_MIN = 4
/** More is not looked at at all; a letter has at most a few code units. */
const UNITS_PER_CHARACTER = 16

/** One form for all ways to write a letter: this is what is judged and what is hashed. */
export function canonicalPassword(password: string): string {
  return password.normalize('NFC')
}

/** Everything that is wrong, in a fixed order; empty when the password may be used. Lengths count code points. */
export function judgePassword(chosen: ChosenPassword, rules: PasswordRules): PasswordFault[] {
  if (chosen.password.length > rules.lengthMax * UNITS_PER_CHARACTER) return ['passwordTooLong']
  const password = canonicalPassword(chosen.password)
  const length = [...password].length
  // biome-ignore format: a table
  const found: readonly (readonly [PasswordFault, boolean])[] = [
    ['passwordTooShort',                  length < LENGTH_MIN],
    ['passwordTooLong',                   length > rules.lengthMax],
    ['passwordMissingRequiredCharacters', countingIn(password) < COUNTING_MIN],
    ['passwordForbiddenCharacters',       hasForbidden(password, rules)],
    ['passwordContainsIdentity',          containsIdentity(password, chosen.identity)],
    ['passwordTooCommon',                 isCommon(password)],
    ['passwordConfirmationMismatch',      password !== canonicalPassword(chosen.confirmation)],
  ]
  return found.filter(([, holds]) => holds).map(([fault]) => fault)
}

function countingIn(password: string): number {
  return password.match(COUNTING)?.length ?? 0
}

/** Half a surrogate pair has no bytes of its own: all of them would be the same password. */
function hasForbidden(password: string, { restrictAlphabet }: PasswordRules): boolean {
  return /\p{Cs}/u.test(password) || (restrictAlphabet && OUTSIDE.test(password))
}

/** Whatever the case, and a national number with any punctuation. */
function containsIdentity(password: string, identity: readonly string[]): boolean {
  const written = plain(password)
  const digits = written.replace(/[-. /]/g, '')
  return identity
    .map(plain)
    .filter((word) => word.length >= IDENTITY_MIN)
    .some((word) => written.includes(word) || digits.includes(word))
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
