/** The same person proves again who it is, before something that matters (spec access.md §8.6). */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import { sessionCookie } from '../../http/cookies.ts'
import type { Ask } from '../ask.ts'
import { codeAppOf } from '../operations/own-proofs.ts'
import { proveOneselfAgain } from '../operations/prove-again.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES, withReturn } from '../places.ts'
import { Refused } from './refused.tsx'
import { placeAfter, refusedWith } from './sign-in.tsx'
import { Ways } from './sign-in-ways.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.signInAgain,
  row: 'oneself',
  handle: (ask) => againPage(ask),
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.signInAgain,
  row: 'oneself',
  form: { code: 'text', password: 'secret' },
  async handle({ form, ...ask }) {
    const proven = await proveOneselfAgain(ask, form)
    if (!proven.ok) return againPage(ask, proven.problem)
    return { to: placeAfter(ask), cookies: [sessionCookie(proven.value.token)] }
  },
})

export const SIGN_IN_AGAIN_PAGES = [SHOW, TAKE]

async function againPage(ask: Ask, refused?: Refusal): Promise<Page> {
  const { t, csrf, query } = ask
  const { isSetUp } = await codeAppOf(ask)
  const title = t('signIn.againTitle')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    body: (
      <>
        <Head title={title} lead={t('signIn.againLead')} />
        {refused && <Refused t={t} refusal={refused} title={t('signIn.failed')} />}
        <Ways visit={ask} isAgain />
        <Form action={withReturn(PLACES.signInAgain, query.get('returnTo') ?? undefined)} csrf={csrf} isPanel>
          {isSetUp ? <CodeField {...ask} /> : <PasswordField {...ask} />}
          <Buttons>
            <Button kind="main">{t('signIn.continue')}</Button>
            <ButtonLink kind="bare" href={placeAfter(ask)}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}

function CodeField({ t }: Pick<Ask, 't'>) {
  const kind = { autocomplete: 'one-time-code', isRequired: true }
  return <TextField {...kind} name="code" label={t('signIn.code')} hint={t('signIn.codeHint')} />
}

function PasswordField({ t }: Pick<Ask, 't'>) {
  const kind = { type: 'password', autocomplete: 'current-password', isRequired: true } as const
  return <TextField {...kind} name="password" label={t('term.password')} />
}
