/** Another password, another telephone. */
import type { Refusal } from '../../../base/refusal.ts'
import { CodeAppPicture } from '../../../http/code-app.tsx'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { PasswordFaults, PasswordFields } from '../../../http/password-fields.tsx'
import { changeOperatorPassword, confirmApp, pendingApp } from '../../../identity/operators/own-proofs.ts'
import { appOf } from '../../app-label.ts'
import type { Ask } from '../../ask.ts'
import { consolePage, type Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { Refused } from '../../refused.tsx'
import { toldRefusal } from '../../texts.ts'
import { refusedWith } from '../sign-in/sign-in.tsx'

const PASSWORD = `${PLACES.profile}/password`
const APP = `${PLACES.profile}/code-app`

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

const SHOW_APP = consolePage({ method: 'GET', path: APP, role: 'viewer', handle: (ask) => appPage(ask) })

const TAKE_APP = consolePage({
  method: 'POST',
  path: APP,
  role: 'viewer',
  form: { code: 'text' },
  async handle({ form, ...ask }) {
    const { ground, signedIn } = ask
    const done = await ground.database.transaction((tx) => confirmApp(tx, ground.box, signedIn, form.code))
    return done.ok ? { to: PLACES.profile, done: 'appChanged' } : appPage(ask, done.problem)
  },
})

export const PROOF_PAGES = [SHOW_PASSWORD, TAKE_PASSWORD, SHOW_APP, TAKE_APP]

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

async function appPage(ask: Ask, refused?: Refusal): Promise<Page> {
  const { t, csrf, ground, signedIn, operator } = ask
  const title = t('codeApp.title')
  const secret = await ground.database.transaction((tx) => pendingApp(tx, ground.box, signedIn.operatorId))
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    crumbs: [{ label: t('nav.profile'), href: PLACES.profile }, { label: title }],
    body: (
      <>
        <Head title={title} lead={t('codeApp.lead')} />
        <CodeAppPicture t={t} app={appOf(ask, operator.name, secret)} />
        <Form action={APP} csrf={csrf} isPanel>
          <TextField
            name="code"
            label={t('signIn.code')}
            hint={t('codeApp.codeHint')}
            error={refused ? Object.values(toldRefusal(t, refused)).join(' ') : ''}
            autocomplete="one-time-code"
            inputMode="numeric"
            isRequired
          />
          <Buttons>
            <Button kind="main">{t('codeApp.confirm')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}
