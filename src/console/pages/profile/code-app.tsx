/** Another app for codes, of another telephone (rule 21.14). */
import type { Refusal } from '../../../base/refusal.ts'
import { CodeAppPicture } from '../../../http/code-app.tsx'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { changeOperatorApp, offerApp, offeredApp } from '../../../identity/operators/own-app.ts'
import { appOf } from '../../app-label.ts'
import type { Ask } from '../../ask.ts'
import { consolePage, type Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { Refused } from '../../refused.tsx'
import { refusedWith } from '../sign-in/sign-in.tsx'

const APP = `${PLACES.profile}/code-app`

const SHOW = consolePage({ method: 'GET', path: APP, role: 'viewer', handle: async (ask) => appPage(ask) })

const TAKE = consolePage({
  method: 'POST',
  path: APP,
  role: 'viewer',
  form: { old: 'secret', presentCode: 'text', app: 'text', code: 'text' },
  async handle({ form, ...ask }) {
    const { ground, signedIn, client } = ask
    const offered = offeredApp(ground.box, signedIn, form.app)
    const proofs = { password: form.old, presentCode: form.presentCode, origin: ground.originOf(client.address) }
    const done = await changeOperatorApp(ground.signIn, signedIn, { ...proofs, offered, code: form.code })
    if (done.ok) return { to: PLACES.profile, done: 'appChanged' }
    return appPage(ask, { refused: done.problem, ...(offered && { offered }) })
  },
})

export const CODE_APP_PAGES = [SHOW, TAKE]

type Again = { readonly refused?: Refusal; readonly offered?: ReturnType<typeof offerApp> }

function appPage(ask: Ask, { refused, offered = offerApp(ask.ground.box, ask.signedIn) }: Again = {}): Page {
  const { t, csrf, operator } = ask
  const title = t('codeApp.title')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    crumbs: [{ label: t('nav.profile'), href: PLACES.profile }, { label: title }],
    body: (
      <>
        <Head title={title} lead={t('profile.appLead')} />
        {refused && <Refused t={t} refusal={refused} />}
        <CodeAppPicture t={t} app={appOf(ask, operator.name, offered.secret)} />
        <Form action={APP} csrf={csrf} hidden={{ app: offered.sealed }} isPanel>
          <CodeField name="code" label={t('profile.newCode')} hint={t('codeApp.codeHint')} />
          <TextField
            name="old"
            label={t('profile.oldPassword')}
            type="password"
            autocomplete="current-password"
            isRequired
          />
          <CodeField name="presentCode" label={t('profile.presentCode')} hint={t('codeApp.codeHint')} />
          <Buttons>
            <Button kind="main">{t('codeApp.confirm')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}

function CodeField({ name, label, hint }: { readonly name: string; readonly label: string; readonly hint: string }) {
  return <TextField {...{ name, label, hint }} autocomplete="one-time-code" inputMode="numeric" isRequired />
}
