/** Another password. */
import type { Refusal } from '../../../base/refusal.ts'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { PasswordFaults, PasswordFields } from '../../../http/password-fields.tsx'
import { changeOperatorPassword } from '../../../identity/operators/own-password.ts'
import type { Ask } from '../../ask.ts'
import { consolePage, type Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { Refused } from '../../refused.tsx'
import { refusedWith } from '../sign-in/sign-in.tsx'

const PASSWORD = `${PLACES.profile}/password`

const SHOW_PASSWORD = consolePage({
  method: 'GET',
  path: PASSWORD,
  role: 'viewer',
  handle: async (ask) => passwordPage(ask),
})

const TAKE_PASSWORD = consolePage({
  method: 'POST',
  path: PASSWORD,
  role: 'viewer',
  form: { old: 'secret', password: 'secret', confirmation: 'secret' },
  async handle({ form, ...ask }) {
    const { ground, signedIn, client } = ask
    const chosen = { ...form, origin: ground.originOf(client.address) }
    const changed = await changeOperatorPassword(ground.signIn, signedIn, chosen)
    return changed.ok ? { to: PLACES.profile, done: 'passwordChanged' } : passwordPage(ask, changed.problem)
  },
})

export const PASSWORD_PAGES = [SHOW_PASSWORD, TAKE_PASSWORD]

function passwordPage({ t, csrf, ground }: Ask, refused?: Refusal): Page {
  const title = t('profile.changePassword')
  const { lengthMax } = ground.signIn.rules().passwords
  const asked = { t, lengthMax, refused }
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    crumbs: [{ label: t('nav.profile'), href: PLACES.profile }, { label: title }],
    body: (
      <>
        <Head title={title} />
        <PasswordFaults {...asked} others={(other) => <Refused t={t} refusal={other} />} />
        <Form action={PASSWORD} csrf={csrf} isPanel>
          <TextField
            name="old"
            label={t('profile.oldPassword')}
            type="password"
            autocomplete="current-password"
            isRequired
          />
          <PasswordFields {...asked} />
          <Buttons>
            <Button kind="main">{t('button.save')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}
