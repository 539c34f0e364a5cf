/** What somebody is told who is not let in. What was wrong is not told before the proof was right (cases R9, R24). */
import { type Refusal, refusal } from '../../base/refusal.ts'

export const WRONG = refusal(
  'SLU-LOGIN',
  'This user name with this password or code is not known.',
  'Type it again; a new password can be set by an access manager of your enterprise.',
  { key: 'wrongCredentials' },
)
/** Of eID and identity providers: unknown, bound to somebody else, closed. */
export const NOT_ADMITTED = refusal(
  'SLU-LOGIN',
  'You are not registered here, or may not sign in.',
  'Ask an access manager of your enterprise to register you.',
  { key: 'notAdmitted' },
)
export const NO_ROLE = refusal(
  'SLU-LOGIN',
  'You hold no role in any enterprise at present.',
  'Ask an access manager of your enterprise.',
  { key: 'noRole' },
)
export const PASSWORD_LOGIN_DISABLED = refusal(
  'SLU-METHOD',
  'A password alone is not enough here.',
  'Sign in with eID, itsme or a code from your app.',
  { key: 'passwordLoginDisabled' },
)
export const GIVEN_ELSEWHERE = refusal(
  'SLU-METHOD',
  'Your password and your app were given through another enterprise, and do not open what is yours here.',
  'Sign in with eID, itsme or CSAM, then choose password and app anew; or ask your access manager for a new link and code.',
  { key: 'givenElsewhere' },
)
export const CREDENTIALS_EXPIRED = refusal(
  'SLU-LOGIN',
  'The time of this first password is over.',
  'Ask for a new one: an access manager of your enterprise can set it.',
  { key: 'credentialsExpired' },
)
export const ACTIVATION_UNFINISHED = refusal(
  'SLU-STATE',
  'Your account is not activated yet.',
  'Open the link of your activation once more and finish it, or sign in with eID or itsme.',
  { key: 'activationUnfinished' },
)
export const NOT_OFFERED = refusal('SLU-METHOD', 'This way of signing in is not offered here.', 'Choose another way.', {
  key: 'methodNotOffered',
})
export const NO_ATTEMPT = refusal('SLU-LOGIN', 'This sign-in was not finished in time.', 'Begin it again.', {
  key: 'attemptOver',
})
export const NOT_THE_SAME_PERSON = refusal(
  'SLU-LOGIN',
  'This proof is of somebody else than the one who is signed in.',
  'Sign in again as the same person, or sign out first.',
  { key: 'notTheSamePerson' },
)

/** Of ways to cards and identity providers, from this address together. */
export function tooManyBegun(seconds: number): Refusal {
  const cause = 'Too many sign-ins were begun from your address.'
  return refusal('SLU-BUSY', cause, `Wait ${seconds} seconds, then try again, or sign in with a password.`, {
    key: 'tooManyBegun',
    values: { seconds },
  })
}

/** Told to everybody alike, whether the account exists or not. */
export function tooManyFailures(seconds: number): Refusal {
  const cause = 'Too many sign-ins have failed.'
  return refusal('SLU-BUSY', cause, `Wait ${seconds} seconds, then try again.`, {
    key: 'tooManyFailures',
    values: { seconds },
  })
}
