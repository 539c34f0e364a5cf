/** One user of a quality: what he may use, what happened, and what can be done about him. */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { ChoicesField } from '../../http/components/choice-field.tsx'
import { Facts, Id } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import type { FoundUser } from '../../registry/people/find-users.ts'
import type { UserKey } from '../../registry/people/user-rows.ts'
import type { Ask } from '../ask.ts'
import { changeUser, historyOfUser, readUser } from '../operations/users.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { AuditTable, auditLines } from './audit/table.tsx'
import { cameBack, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'
import { grantChoices } from './users/grants.ts'
import { UserState } from './users/list.tsx'
import { accountWords, nameOf } from './users/words.ts'

export const USER = '/enterprises/:enterpriseNumber/qualities/:qualityCode/users/:userId'

const SHOW = pageRoute({
  method: 'GET',
  path: USER,
  row: 'listUsers',
  handle: (ask) => userPage(ask, keyOf(ask.params)),
})

const GRANT = pageRoute({
  method: 'POST',
  path: USER,
  row: 'grantServices',
  form: { grants: 'list', version: 'text' },
  async handle({ form, ...ask }) {
    const key = keyOf(ask.params)
    const changed = await changeUser(ask, { ...key, grants: form.grants, expectedVersion: Number(form.version) })
    if (changed.ok) return { to: userPath(key), done: 'saved' }
    return isOfPage(changed.problem) ? changed.problem : userPage(ask, key, changed.problem)
  },
})

export const USER_PAGES = [SHOW, GRANT]

export function keyOf(params: {
  readonly enterpriseNumber: string
  readonly qualityCode: string
  readonly userId: string
}): UserKey {
  const { userId: qualityUserId, enterpriseNumber, qualityCode } = params
  return { enterpriseNumber, qualityCode, qualityUserId }
}

export function userPath(key: UserKey, rest = ''): string {
  return qualityPath(key, `users/${key.qualityUserId}${rest === '' ? '' : `/${rest}`}`)
}

async function userPage(ask: Ask, key: UserKey, refused?: Refusal): Promise<PageAnswer> {
  const { t } = ask
  const found = await readUser(ask, key)
  if (!found.ok) return found.problem
  const user = found.value
  const history = await historyOfUser(ask, { ...key, accountId: user.accountId })
  if (!history.ok) return history.problem
  const lines = await auditLines(ask, history.value)
  const above = { label: t('users.title'), href: qualityPath(key, 'users') }
  return {
    ...cameBack(t, nameOf(user), refused),
    crumbs: await crumbsOf(ask, key, nameOf(user), [above]),
    body: (
      <>
        <UserHead {...{ ask, at: key, user }} />
        <FormRefused {...{ t, refused, labels: {} }} />
        <UserFacts {...{ ask, user }} />
        <Grants {...{ ask, at: key, user }} />
        <Section id="history" title={t('users.history')}>
          <AuditTable ask={ask} lines={lines} />
        </Section>
      </>
    ),
  }
}

type Props = { readonly ask: Ask; readonly at: UserKey; readonly user: FoundUser }

function UserHead({ ask: { t }, at, user }: Props) {
  return (
    <Head
      title={nameOf(user)}
      lead={<UserState t={t} state={user.state} />}
      actions={
        <>
          <ButtonLink href={userPath(at, 'password')}>{t('caption.changePassword')}</ButtonLink>
          <ButtonLink href={userPath(at, 'lock')}>
            {user.state === 'locked' ? t('users.unlockUser') : t('caption.lockUser')}
          </ButtonLink>
          <ButtonLink kind="danger" href={userPath(at, 'removal')}>
            {t('caption.removeUser')}
          </ButtonLink>
        </>
      }
    />
  )
}

function UserFacts({ ask: { t, formats }, user }: Omit<Props, 'at'>) {
  const { username, maskedSsin, email, mobilePhone, lockedReason, lastLoginAt, createdAt } = user
  return (
    <Facts
      facts={[
        [t('term.username'), username && <Id>{username}</Id>],
        [t('users.account'), accountWords(t, formats, user)],
        [t('users.lockedReason'), lockedReason],
        [t('term.nationalNumber'), maskedSsin && <Id>{maskedSsin}</Id>],
        [t('term.email'), email],
        [t('term.mobilePhone'), mobilePhone],
        [t('users.lastLogin'), lastLoginAt ? formats.dateTime(lastLoginAt) : t('users.never')],
        [t('users.since'), formats.dateTime(createdAt)],
      ]}
    />
  )
}

function Grants({ ask, at, user }: Props) {
  const { t, csrf } = ask
  return (
    <Section id="services" title={t('term.onlineServices')}>
      <Form action={userPath(at)} csrf={csrf} labelledBy="services" hidden={{ version: user.version }}>
        <ChoicesField
          name="grants"
          legend={t('users.grants')}
          hint={t('users.grantsHint')}
          take="many"
          choices={grantChoices(ask, at.qualityCode, user.grants)}
          chosen={user.grants}
        />
        <Buttons>
          <Button kind="main">{t('button.save')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
}
