import type { Refusal } from '../../base/refusal.ts'
import { Head } from '../../http/components/section.tsx'
import { endedStepCookie, sessionCookie, stepCookie } from '../../http/cookies.ts'
import type { PendingCodeApp } from '../../identity/code-app/set-up.ts'
import type { Visit } from '../ask.ts'
import { APP_SECONDS } from '../code-app-label.ts'
import { appFor, finish } from '../operations/activation.ts'
import { type Page, type PageAnswer, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { ActivationSteps } from './activation.tsx'
import { CodeAppForm, recoveryCodesPage } from './code-app-form.tsx'
import { refusedWith } from './sign-in.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.activationApp,
  row: 'anybody',
  handle: (visit) => appAnswer(visit),
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.activationApp,
  row: 'anybody',
  form: { code: 'text' },
  async handle({ form, ...visit }) {
    const finished = await finish(visit, form.code)
    if (!finished.ok) return appAnswer(visit, finished.problem)
    const { token, recoveryCodes: codes } = finished.value
    const cookies = [sessionCookie(token), endedStepCookie('attempt'), endedStepCookie('app')]
    return {
      ...recoveryCodesPage(visit, { codes, title: visit.t('activation.doneTitle'), next: PLACES.overview }),
      cookies,
    }
  },
})

/** The last step: the first code of the app activates the account and signs in (decision 35). */
export const ACTIVATION_APP_PAGES = [SHOW, TAKE]

async function appAnswer(visit: Visit, refused?: Refusal): Promise<PageAnswer> {
  const app = await appFor(visit)
  if (app.ok) return appPage(visit, app.value, refused)
  if (visit.member) return { to: PLACES.overview }
  return refused ?? { to: PLACES.activation }
}

function appPage(visit: Visit, app: PendingCodeApp, refused?: Refusal): Page {
  const { t } = visit
  const title = t('codeApp.title')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    cookies: [stepCookie('app', app.token, APP_SECONDS)],
    body: (
      <>
        <Head title={title} lead={t('codeApp.lead')} />
        <ActivationSteps t={t} at={2} />
        <CodeAppForm visit={visit} action={PLACES.activationApp} app={app} refused={refused} />
      </>
    ),
  }
}
