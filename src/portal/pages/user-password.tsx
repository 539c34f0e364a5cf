/** „Kennwort ändern“ for somebody else (matrix row 10): typed twice, to be changed at once. */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { UserKey } from '../../registry/people/user-rows.ts'
import type { Ask } from '../ask.ts'
import { setUserPassword } from '../operations/user-password.ts'
import { readUser } from '../operations/users.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { cameBack, errorAt, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'
import { keyOf, USER, userPath } from './user.tsx'
import { nameOf } from './users/words.ts'

const PATH = `${USER}/password` as const
const HOUR = 3600

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'resetPassword',
  handle: (ask) => passwordPage(ask, keyOf(ask.params)),
})

const SET = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'resetPassword',
  form: { password: 'secret', confirmation: 'secret' },
  async handle({ form, ...ask }) {
    const key = keyOf(ask.params)
    const set = await setUserPassword(ask, key, form)
    if (set.ok) return { to: userPath(key), done: 'passwordSet' }
    return isOfPage(set.problem) ? set.problem : passwordPage(ask, key, set.problem)
  },
})

export const USER_PASSWORD_PAGES = [SHOW, SET]

async function passwordPage(ask: Ask, key: UserKey, refused?: Refusal): Promise<PageAnswer> {
  const { t } = ask
  const found = await readUser(ask, key)
  if (!found.ok) return found.problem
  const user = found.value
  const title = t('caption.changePassword')
  const labels = { password: t('users.newPassword'), confirmation: t('users.newPasswordAgain') }
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
        <FormRefused {...{ t, refused, labels }} />
        <Note tone="warn">{t('users.passwordReminder', { hours: ask.ground.access().temporarySeconds / HOUR })}</Note>
        <PasswordForm {...{ ask, at: key, labels, refused }} />
      </>
    ),
  }
}

type Props = {
  readonly ask: Ask
  readonly at: UserKey
  readonly labels: { readonly password: string; readonly confirmation: string }
  readonly refused: Refusal | undefined
}

function PasswordForm({ ask: { t, csrf }, at, labels, refused }: Props) {
  const field = { type: 'password', autocomplete: 'new-password' } as const
  return (
    <Form action={userPath(at, 'password')} csrf={csrf} isPanel>
      <TextField
        {...field}
        name="password"
        label={labels.password}
        hint={t('users.passwordHint')}
        {...errorAt(t, refused, 'password')}
      />
      <TextField {...field} name="confirmation" label={labels.confirmation} {...errorAt(t, refused, 'confirmation')} />
      <Buttons>
        <Button kind="main">{t('caption.changePassword')}</Button>
        <ButtonLink kind="bare" href={userPath(at)}>
          {t('button.cancel')}
        </ButtonLink>
      </Buttons>
    </Form>
  )
}
