/** Users as the API tells them; never a national number, masked or not. */
import { z } from 'zod'
import { LANGUAGES } from '../../batch/languages.ts'
import type { FoundUser, ListedUser } from '../../registry/people/find-users.ts'

export const USERS = '/enterprises/:enterpriseNumber/qualities/:qualityCode/users'

const ACCOUNT_STATES = ['pendingFirstLogin', 'mustChangePassword', 'active', 'credentialsExpired', 'closed'] as const

const listed = {
  href: z.string(),
  userId: z.string(),
  lastName: z.string(),
  firstName: z.string(),
  username: z.string().optional(),
  state: z.enum(['active', 'locked']),
  accountState: z.enum(ACCOUNT_STATES),
  grants: z.array(z.string()).describe('Codes of online services.'),
  lastLoginAt: z.string().optional(),
  passwordExpiresAt: z.string().optional().describe('Until then a password that somebody else set can be used.'),
  version: z.int(),
}

export const listedUser = z.object(listed)

export const userBody = z.object({
  ...listed,
  language: z.enum(LANGUAGES),
  email: z.string().optional(),
  mobilePhone: z.string().optional(),
  lockedReason: z.string().optional(),
  createdAt: z.string(),
})

/** `path`: of the collection. */
export function toldListed(user: ListedUser, path: string) {
  const { qualityUserId: userId, lastName, firstName, username, state, accountState, grants, version } = user
  return {
    ...{ href: `${path}/${userId}`, userId, lastName, firstName, username, state, accountState, grants, version },
    lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
    passwordExpiresAt: user.passwordExpiresAt?.toISOString() ?? null,
  }
}

export function toldUser(user: FoundUser, path: string) {
  const { email, mobilePhone, lockedReason } = user
  return {
    ...toldListed(user, path),
    ...{ email, mobilePhone, lockedReason, language: user.language as (typeof LANGUAGES)[number] },
    createdAt: user.createdAt.toISOString(),
  }
}
