/** The second half of signing in with an app (spec access.md §8.4). */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import { endedStepCookie } from '../../http/cookies.ts'
import type { Visit } from '../ask.ts'
import { signInWithCode } from '../operations/sign-in.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES, withReturn } from '../places.ts'
import { Refused } from './refused.tsx'
import { placeAfter, refusedWith, signedIn } from './sign-in.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.signInCode,
  row: 'anybody',
  async handle(visit) {
    if (visit.member) return { to: placeAfter(visit) }
    return visit.cookies.attempt === undefined ? { to: startOf(visit) } : codePage(visit)
  },
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.signInCode,
  row: 'anybody',
  form: { code: 'text' },
  async handle({ form, ...visit }) {
    const taken = await signInWithCode(visit, form.code)
    if (!taken.ok) return codePage(visit, taken.problem)
    const { cookies = [], ...redirect } = signedIn(visit, taken.value)
    return { ...redirect, cookies: [...cookies, endedStepCookie('attempt')] }
  },
})

export const SIGN_IN_CODE_PAGES = [SHOW, TAKE]

function codePage(visit: Visit, refused?: Refusal): Page {
  const { t, csrf, query } = visit
  return {
    title: refused ? t('form.failed', { title: t('signIn.codeTitle') }) : t('signIn.codeTitle'),
    ...refusedWith(refused),
    body: (
      <>
        <Head title={t('signIn.codeTitle')} lead={t('signIn.codeLead')} />
        {refused && <Refused t={t} refusal={refused} title={t('signIn.failed')} />}
        <Form action={withReturn(PLACES.signInCode, query.get('returnTo') ?? undefined)} csrf={csrf} isPanel>
          <TextField
            name="code"
            label={t('signIn.code')}
            hint={t('signIn.codeHint')}
            autocomplete="one-time-code"
            isRequired
            isFocused={!refused}
          />
          <Buttons>
            <Button kind="main">{t('signIn.title')}</Button>
            <ButtonLink kind="bare" href={startOf(visit)}>
              {t('signIn.startAnew')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}

function startOf({ query }: Pick<Visit, 'query'>): string {
  return withReturn(PLACES.signIn, query.get('returnTo') ?? undefined)
}
