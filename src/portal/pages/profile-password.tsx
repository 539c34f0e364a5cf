import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Icon } from '../../http/components/icon.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import { sessionCookie } from '../../http/cookies.ts'
import type { Ask } from '../ask.ts'
import { askFresh } from '../operations/fresh.ts'
import { renewOwnPassword } from '../operations/own-data.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { PasswordFaults, PasswordFields } from './password-fields.tsx'
import { refusedWith } from './sign-in.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.password,
  row: 'changeOwnPassword',
  whileLimited: true,
  handle: (ask) => passwordPage(ask),
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.password,
  row: 'changeOwnPassword',
  whileLimited: true,
  form: { old: 'secret', password: 'secret', confirmation: 'secret' },
  async handle({ form, ...ask }) {
    const { old, password, confirmation } = form
    const oldPassword = old === '' ? null : old
    const renewed = await renewOwnPassword(ask, { oldPassword, password, confirmation })
    if (!renewed.ok) return passwordPage(ask, renewed.problem)
    const to = ask.session.isLimited ? PLACES.overview : PLACES.profile
    return { to, done: 'passwordChanged', cookies: [sessionCookie(renewed.value.token)] }
  },
})

/** „Kennwort ändern“ (matrix row 11): without the old one after a fresh strong sign-in, or when it must be changed. */
export const PROFILE_PASSWORD_PAGES = [SHOW, TAKE]

async function passwordPage(ask: Ask, refused?: Refusal): Promise<Page> {
  const { t, csrf, session } = ask
  const isProven = session.isLimited || (await askFresh(ask, ask.ground.rules.freshAssurance)).ok
  const title = t('caption.changePassword')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    ...(!session.isLimited && { crumbs: [{ label: t('profile.title'), href: PLACES.profile }, { label: title }] }),
    body: (
      <>
        <Head title={<KeyTitle title={title} />} lead={t('profile.passwordLead')} />
        {session.isLimited && <Note tone="warn">{t('profile.passwordMust')}</Note>}
        <PasswordFaults visit={ask} refused={refused} />
        <Form action={PLACES.password} csrf={csrf} isPanel>
          {!isProven && (
            <TextField name="old" type="password" autocomplete="current-password" label={t('profile.oldPassword')} />
          )}
          <PasswordFields visit={ask} refused={refused} />
          <Buttons>
            <Button kind="main">{title}</Button>
            {!session.isLimited && (
              <ButtonLink kind="bare" href={PLACES.profile}>
                {t('button.cancel')}
              </ButtonLink>
            )}
          </Buttons>
        </Form>
      </>
    ),
  }
}

/** With the key that the official pages draw beside it. */
function KeyTitle({ title }: { readonly title: string }) {
  return (
    <>
      <Icon name="key" /> {title}
    </>
  )
}
