import { refusal } from '../base/refusal.ts'

/** Nobody is signed in: pages lead to the sign-in, an API says 401. */
export const SIGN_IN_NEEDED = refusal('SLU-LOGIN', 'You are not signed in, or your session has ended.', 'Sign in.', {
  key: 'signInNeeded',
})
