/** What a notice says: its kind in words, and what it is about. It repeats nothing that whoever reads it might not see otherwise. */
import type { Notice } from '../../../notices/mailbox.ts'
import { namesOfAccounts } from '../../../registry/people/account-names.ts'
import { ROLES } from '../../../registry/policy/matrix.ts'
import { labelOf } from '../../access-ground.ts'
import type { Ask } from '../../ask.ts'
import { isTextKey, type Say } from '../../texts.ts'

export function kindWords(t: Say, kind: string): string {
  const key = `noticeKind.${kind}`
  return isTextKey(key) ? t(key) : kind
}

/** Of the people whom notices are about, by their account. */
export function namesIn({ ground }: Pick<Ask, 'ground'>, notices: readonly Notice[]) {
  const ids = notices.flatMap(({ detail }) => (typeof detail.accountId === 'string' ? [detail.accountId] : []))
  return namesOfAccounts(ground.database.queries, ids)
}

export function aboutWords(
  { t, ground, language }: Pick<Ask, 't' | 'ground' | 'language'>,
  { detail, qualityCode }: Notice,
  names: ReadonlyMap<string, string>,
): string {
  const role = ROLES.find((known) => known === detail.role)
  const codes = Array.isArray(detail.codes) ? detail.codes.join(', ') : ''
  return [
    typeof detail.accountId === 'string' && names.get(detail.accountId),
    role && t(`role.${role}`),
    detail.setKey ?? detail.senderNumber,
    codes !== '' && t('notices.codes', { codes }),
    typeof detail.answers === 'number' && t('notices.answers', { count: detail.answers }),
    typeof detail.days === 'number' && t('notices.days', { days: detail.days }),
    qualityCode !== null && labelOf(ground.access().qualities, qualityCode, language),
  ]
    .filter((word) => typeof word === 'string' && word !== '')
    .join(', ')
}
