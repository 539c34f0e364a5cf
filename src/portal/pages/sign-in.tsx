/** The door of the portal (spec access.md §8.1): the ways to sign in that are open here. */
import type { Refusal } from '../../base/refusal.ts'
import { Button, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import { sessionCookie, stepCookie } from '../../http/cookies.ts'
import { localPath } from '../../http/local-path.ts'
import { statusOf } from '../../http/refusal-problem.ts'
import type { Admitted } from '../../identity/sign-in/admit.ts'
import type { Visit } from '../ask.ts'
import { signIn } from '../operations/sign-in.ts'
import { type Page, pageRoute, type Redirect } from '../page-route.ts'
import { PLACES, withReturn } from '../places.ts'
import { Refused } from './refused.tsx'
import { Ways } from './sign-in-ways.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.signIn,
  row: 'anybody',
  handle: async (visit) => (visit.member ? { to: placeAfter(visit) } : signInPage(visit)),
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.signIn,
  row: 'anybody',
  form: { username: 'text', password: 'secret', code: 'text' },
  async handle({ form, ...visit }) {
    const taken = await signIn(visit, form)
    if (!taken.ok) return signInPage(visit, { username: form.username, refused: taken.problem })
    if (taken.value.next === 'session') return signedIn(visit, taken.value)
    const { attemptSeconds } = visit.ground.identity.signIn.rules()
    const cookies = [stepCookie('attempt', taken.value.attempt, attemptSeconds)]
    return { to: withReturn(PLACES.signInCode, visit.query.get('returnTo') ?? undefined), cookies }
  },
})

export const SIGN_IN_PAGES = [SHOW, TAKE]

/** The browser gets its session; one that is good for nothing else leads to the change of the password (spec access.md §6.2). */
export function signedIn(visit: Visit, { token, isLimited }: Pick<Admitted, 'token' | 'isLimited'>): Redirect {
  return { to: isLimited ? PLACES.password : placeAfter(visit), cookies: [sessionCookie(token)] }
}

/** The page that was asked for before, when it is one of ours (case W7). */
export function placeAfter({ query }: Pick<Visit, 'query'>): string {
  return placeFrom(query.get('returnTo') ?? undefined)
}

export function placeFrom(returnTo: string | undefined): string {
  const place = localPath(returnTo, PLACES.overview)
  return place.startsWith(PLACES.signIn) ? PLACES.overview : place
}

/** What a refused proof is answered with, beside the form that comes again. */
export function refusedWith(refused: Refusal | undefined): Pick<Page, 'status' | 'retryAfterSeconds'> {
  if (!refused) return {}
  const seconds = refused.told?.values?.seconds
  return { status: statusOf(refused), ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }) }
}

type Filled = { readonly username?: string; readonly refused?: Refusal }

export function signInPage(visit: Visit, { username = '', refused }: Filled = {}): Page {
  const { t } = visit
  return {
    title: refused ? t('form.failed', { title: t('signIn.title') }) : t('signIn.title'),
    ...refusedWith(refused),
    body: (
      <>
        <Head title={t('signIn.title')} lead={t('signIn.lead')} />
        {refused && <Refused t={t} refusal={refused} title={t('signIn.failed')} />}
        <Ways visit={visit} />
        <PasswordForm {...visit} username={username} />
      </>
    ),
  }
}

function PasswordForm({ t, csrf, query, ground, username }: Visit & { readonly username: string }) {
  const { codeApp, codeRequiresPassword } = ground.identity.signIn.rules()
  return (
    <Form
      action={withReturn(PLACES.signIn, query.get('returnTo') ?? undefined)}
      csrf={csrf}
      isPanel
      labelledBy="by-password"
    >
      <h2 id="by-password">{t('signIn.byPassword')}</h2>
      <TextField name="username" label={t('term.username')} value={username} autocomplete="username" isRequired />
      <TextField name="password" label={t('term.password')} type="password" autocomplete="current-password" />
      {codeApp && !codeRequiresPassword && (
        <TextField name="code" label={t('signIn.codeAlone')} autocomplete="one-time-code" inputMode="numeric" />
      )}
      <Buttons>
        <Button kind="main">{t('signIn.title')}</Button>
      </Buttons>
      <p class="hint">{t('signIn.forgotten')}</p>
    </Form>
  )
}
