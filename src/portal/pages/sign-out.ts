import { endedSessionCookie } from '../../http/cookies.ts'
import { signOut } from '../operations/sign-in.ts'
import { pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'

/** Ends the session here and in the table; whoever is signed out already is told the same. */
export const SIGN_OUT = pageRoute({
  method: 'POST',
  path: PLACES.signOut,
  row: 'anybody',
  async handle({ member, traceId, ground }) {
    if (member) await signOut({ session: member.session, traceId, ground })
    return { to: PLACES.signIn, done: 'signedOut', cookies: [endedSessionCookie()] }
  },
})
