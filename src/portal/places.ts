/** Addresses of pages that others lead to. Everything about an enterprise has its scope in the address (case R16). */
import { withQuery } from '../http/keyset.ts'

export const PLACES = {
  overview: '/',
  profile: '/profile',
  password: '/profile/password',
  codeApp: '/profile/code-app',
  codeAppRemoval: '/profile/code-app/removal',
  recoveryCodes: '/profile/recovery-codes',
  sessions: '/profile/sessions',
  signIn: '/sign-in',
  signInCode: '/sign-in/code',
  eid: '/sign-in/eid',
  eidCallback: '/sign-in/eid/callback',
  webEid: '/sign-in/web-eid',
  signInAgain: '/sign-in/again',
  signOut: '/sign-out',
  activation: '/activation',
  activationPassword: '/activation/password',
  activationApp: '/activation/app',
  gallery: '/gallery',
} as const

/** Paths of an enterprise as a whole: `enterprisePath('0206731645', 'notices')`. */
export function enterprisePath(enterpriseNumber: string, rest = ''): string {
  return `/enterprises/${enterpriseNumber}${rest === '' ? '' : `/${rest}`}`
}

/** Paths of one quality: `qualityPath(place, 'users')`. */
export function qualityPath(
  { enterpriseNumber, qualityCode }: { readonly enterpriseNumber: string; readonly qualityCode: string },
  rest = '',
): string {
  return enterprisePath(enterpriseNumber, `qualities/${qualityCode}${rest === '' ? '' : `/${rest}`}`)
}

/** Of the collection that something is in. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** A detour that leads back. */
export function withReturn(place: string, returnTo: string | undefined): string {
  return withQuery(place, { returnTo })
}
