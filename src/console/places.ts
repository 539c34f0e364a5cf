/** Addresses of pages of the console that others lead to. */
import { withQuery } from '../http/keyset.ts'

export const PLACES = {
  overview: '/',
  signIn: '/sign-in',
  signOut: '/sign-out',
  firstSignIn: '/first-sign-in',
  enrol: '/first-sign-in/enrol',
  oidc: '/sign-in/oidc',
  oidcCallback: '/sign-in/oidc/callback',
  profile: '/profile',
  operators: '/operators',
  help: '/help',
  submissions: '/submissions',
  act: '/act',
  parked: '/parked',
  audit: '/audit',
  queues: '/queues',
  sessions: '/sessions',
  bans: '/bans',
  senders: '/senders',
  certificates: '/certificates',
  configuration: '/configuration',
  restored: '/restored',
  acknowledgeRestored: '/restored/acknowledge',
  services: '/services',
  health: '/health',
  tail: '/tail',
  liveNow: '/live/now',
  liveTail: '/live/tail',
} as const

/** A detour that leads back. */
export function withReturn(place: string, returnTo: string | undefined): string {
  return withQuery(place, { returnTo })
}
