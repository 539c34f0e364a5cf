/** „Sperren Benutzer“ and „Entfernen Benutzer“ for one of them: what it does is said before it is done. */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { FoundUser } from '../../registry/people/find-users.ts'
import type { UserEvent } from '../../registry/people/move-user.ts'
import type { UserKey } from '../../registry/people/user-rows.ts'
import type { Ask } from '../ask.ts'
import { changeUser, readUser } from '../operations/users.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { cameBack, errorAt, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'
import { keyOf, USER, userPath } from './user.tsx'
import { nameOf } from './users/words.ts'

const LOCK = `${USER}/lock` as const
const REMOVAL = `${USER}/removal` as const

const LOCKED = { lock: { done: 'userLocked' }, unlock: { done: 'userUnlocked' } } as const

const SHOW_LOCK = pageRoute({
  method: 'GET',
  path: LOCK,
  row: 'lockUser',
  handle: (ask) => changePage(ask, keyOf(ask.params), 'lock'),
})

const RUN_LOCK = pageRoute({
  method: 'POST',
  path: LOCK,
  row: 'lockUser',
  form: { action: 'text', reason: 'text', version: 'text' },
  async handle({ form, ...ask }) {
    const key = keyOf(ask.params)
    const { reason, version } = form
    const change = form.action === 'unlock' ? 'unlock' : 'lock'
    const changed = await changeUser(ask, { ...key, change, reason, expectedVersion: Number(version) })
    if (changed.ok) return { to: userPath(key), ...LOCKED[change] }
    return isOfPage(changed.problem) ? changed.problem : changePage(ask, key, 'lock', changed.problem)
  },
})

const SHOW_REMOVAL = pageRoute({
  method: 'GET',
  path: REMOVAL,
  row: 'deleteUser',
  handle: (ask) => changePage(ask, keyOf(ask.params), 'delete'),
})

const RUN_REMOVAL = pageRoute({
  method: 'POST',
  path: REMOVAL,
  row: 'deleteUser',
  form: { version: 'text' },
  async handle({ form, ...ask }) {
    const key = keyOf(ask.params)
    const changed = await changeUser(ask, { ...key, change: 'delete', expectedVersion: Number(form.version) })
    if (changed.ok) return { to: qualityPath(key, 'users'), done: 'userDeleted' }
    return isOfPage(changed.problem) ? changed.problem : changePage(ask, key, 'delete', changed.problem)
  },
})

export const USER_CHANGE_PAGES = [SHOW_LOCK, RUN_LOCK, SHOW_REMOVAL, RUN_REMOVAL]

async function changePage(ask: Ask, key: UserKey, kind: 'lock' | 'delete', refused?: Refusal): Promise<PageAnswer> {
  const { t } = ask
  const found = await readUser(ask, key)
  if (!found.ok) return found.problem
  const user = found.value
  const change = kind === 'lock' && user.state === 'locked' ? 'unlock' : kind
  const { title, effect } = wordsOf(ask, change)
  const above = [
    { label: t('users.title'), href: qualityPath(key, 'users') },
    { label: nameOf(user), href: userPath(key) },
  ]
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, key, title, above),
    body: (
      <>
        <Head title={title} lead={nameOf(user)} />
        <FormRefused {...{ t, refused, labels: { reason: t('users.lockedReason') } }} />
        <p>{effect}</p>
        <ChangeForm {...{ ask, at: key, user, change, refused }} />
      </>
    ),
  }
}

type Props = {
  readonly ask: Ask
  readonly at: UserKey
  readonly user: FoundUser
  readonly change: UserEvent
  readonly refused: Refusal | undefined
}

function ChangeForm({ ask, at, user, change, refused }: Props) {
  const { t, csrf } = ask
  const { version } = user
  const action = userPath(at, change === 'delete' ? 'removal' : 'lock')
  return (
    <Form action={action} csrf={csrf} hidden={change === 'delete' ? { version } : { version, action: change }}>
      {change === 'lock' && (
        <TextField
          name="reason"
          label={t('users.lockedReason')}
          hint={t('users.reasonHint')}
          lengthMax={500}
          {...errorAt(t, refused, 'reason')}
        />
      )}
      <Buttons>
        <Button kind={change === 'unlock' ? 'main' : 'danger'}>{wordsOf(ask, change).title}</Button>
        <ButtonLink kind="bare" href={userPath(at)}>
          {t('button.cancel')}
        </ButtonLink>
      </Buttons>
    </Form>
  )
}

function wordsOf({ t }: Ask, change: UserEvent): { readonly title: string; readonly effect: string } {
  switch (change) {
    case 'lock':
      return { title: t('caption.lockUser'), effect: t('users.lockEffect') }
    case 'unlock':
      return { title: t('users.unlockUser'), effect: t('users.unlockEffect') }
    case 'delete':
      return { title: t('caption.removeUser'), effect: t('users.removalEffect') }
  }
}
