import type { Formats } from '../../../http/formats.ts'
import type { ListedUser } from '../../../registry/people/find-users.ts'
import type { Say } from '../../texts.ts'

export function nameOf({ lastName, firstName }: Pick<ListedUser, 'lastName' | 'firstName'>): string {
  return `${lastName}, ${firstName}`
}

/** How far somebody has come with signing in. */
export function accountWords(t: Say, formats: Formats, user: ListedUser): string {
  const { accountState, passwordExpiresAt } = user
  if (accountState === 'mustChangePassword' && passwordExpiresAt) {
    return t('users.account.mustChangeUntil', { until: formats.dateTime(passwordExpiresAt) })
  }
  return t(`accountState.${accountState}`)
}
