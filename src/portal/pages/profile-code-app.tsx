import type { Refusal } from '../../base/refusal.ts'
import { Head } from '../../http/components/section.tsx'
import { endedStepCookie, stepCookie } from '../../http/cookies.ts'
import type { Ask } from '../ask.ts'
import { APP_SECONDS } from '../code-app-label.ts'
import { beginOwnApp, confirmOwnApp, removeOwnApp, renewOwnCodes } from '../operations/own-proofs.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { CodeAppForm, recoveryCodesPage } from './code-app-form.tsx'
import { refusedWith } from './sign-in.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.codeApp,
  row: 'oneself',
  handle: (ask) => appAnswer(ask),
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.codeApp,
  row: 'oneself',
  form: { code: 'text' },
  async handle({ form, ...ask }) {
    const confirmed = await confirmOwnApp(ask, form.code)
    if (!confirmed.ok) return appAnswer(ask, confirmed.problem)
    const { recoveryCodes: codes } = confirmed.value
    const page = recoveryCodesPage(ask, { codes, title: ask.t('recoveryCodes.title'), next: PLACES.profile })
    return { ...page, cookies: [endedStepCookie('app')] }
  },
})

const REMOVE = pageRoute({
  method: 'POST',
  path: PLACES.codeAppRemoval,
  row: 'oneself',
  async handle(ask) {
    const removed = await removeOwnApp(ask)
    return removed.ok ? { to: PLACES.profile, done: 'codeAppRemoved' } : removed.problem
  },
})

const RENEW_CODES = pageRoute({
  method: 'POST',
  path: PLACES.recoveryCodes,
  row: 'oneself',
  async handle(ask) {
    const codes = await renewOwnCodes(ask)
    if (!codes.ok) return codes.problem
    return recoveryCodesPage(ask, { codes: codes.value, title: ask.t('recoveryCodes.title'), next: PLACES.profile })
  },
})

/** The app of a person who is signed in (spec access.md §8.4): set up, replaced, taken away, with new recovery codes. */
export const PROFILE_CODE_APP_PAGES = [SHOW, TAKE, REMOVE, RENEW_CODES]

async function appAnswer(ask: Ask, refused?: Refusal): Promise<PageAnswer> {
  const begun = await beginOwnApp(ask)
  if (!begun.ok) return begun.problem
  const { t } = ask
  const title = t('codeApp.title')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    cookies: [stepCookie('app', begun.value.token, APP_SECONDS)],
    crumbs: [{ label: t('profile.title'), href: PLACES.profile }, { label: title }],
    body: (
      <>
        <Head title={title} lead={t('codeApp.lead')} />
        <CodeAppForm visit={ask} action={PLACES.codeApp} app={begun.value} refused={refused} />
      </>
    ),
  }
}
