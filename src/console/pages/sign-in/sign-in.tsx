/** The door of the console: name, password and code together, or the identity provider of the house (rule 21.9). */
import type { Refusal } from '../../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { localPath } from '../../../http/local-path.ts'
import { statusOf } from '../../../http/refusal-problem.ts'
import { isWithoutOperators } from '../../../identity/operators/find.ts'
import { signInOperator } from '../../../identity/operators/sign-in.ts'
import type { Visit } from '../../ask.ts'
import { consoleCookies } from '../../cookies.ts'
import { consolePage, type Page, type Redirect } from '../../page-route.ts'
import { PLACES, withReturn } from '../../places.ts'
import { Refused } from '../../refused.tsx'
import { visitorOf } from '../../visitor.ts'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.signIn,
  role: 'anybody',
  handle: async (visit) => (visit.signedIn ? { to: placeFrom(visit.query.get('returnTo')) } : signInPage(visit)),
})

const TAKE = consolePage({
  method: 'POST',
  path: PLACES.signIn,
  role: 'anybody',
  form: { name: 'text', password: 'secret', code: 'text' },
  async handle({ form, ...visit }) {
    const entered = await signInOperator(visit.ground.signIn, form, visitorOf(visit))
    if (!entered.ok) return signInPage(visit, { name: form.name, refused: entered.problem })
    return signedInTo(visit, entered.value.token, visit.query.get('returnTo'))
  },
})

export const SIGN_IN_PAGES = [SHOW, TAKE]

/** The browser gets a new session, whatever it held before (case W4), and the page that was asked for, when it is one of ours (case W7). */
export function signedInTo({ ground }: Visit, token: string, returnTo: string | null | undefined): Redirect {
  const cookies = consoleCookies(ground.publicUrl)
  return { to: placeFrom(returnTo), cookies: [cookies.session(token), cookies.endedStep('attempt')] }
}

function placeFrom(returnTo: string | null | undefined): string {
  const place = localPath(returnTo ?? undefined, PLACES.overview)
  return place.startsWith(PLACES.signIn) ? PLACES.overview : place
}

/** What a refused proof is answered with, beside the form that comes again. */
export function refusedWith(refused: Refusal | undefined): Pick<Page, 'status' | 'retryAfterSeconds'> {
  if (!refused) return {}
  const seconds = refused.told?.values?.seconds
  return { status: statusOf(refused), ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }) }
}

type Filled = { readonly name?: string; readonly refused?: Refusal }

export async function signInPage(visit: Visit, { name = '', refused }: Filled = {}): Promise<Page> {
  const { t, ground } = visit
  const isNew = await isWithoutOperators(ground.database.queries)
  return {
    title: refused ? t('form.failed', { title: t('signIn.title') }) : t('signIn.title'),
    ...refusedWith(refused),
    body: (
      <>
        <Head title={t('signIn.title')} lead={t('signIn.lead')} />
        {visit.query.has('returnTo') && <GoOn {...visit} />}
        {isNew && <NobodyYet {...visit} />}
        {refused && <Refused t={t} refusal={refused} title={t('signIn.failed')} />}
        <Proofs {...visit} name={name} />
      </>
    ),
  }
}

/** Whoever was led here from another page, perhaps because the session has ended (rule 21.15). */
function GoOn({ t, ground }: Visit) {
  return <p>{t('signIn.goOn', { minutes: ground.signIn.rules().sessions.idleSeconds / 60 })}</p>
}

/** Nothing here makes an operator (case G9): the page only says how the host does. */
function NobodyYet({ t }: Visit) {
  return (
    <Note tone="warn">
      <p>{t('signIn.nobodyYet')}</p>
      <p>
        <code>sluice operator add NAME --role administrator</code>
      </p>
    </Note>
  )
}

function Proofs({ t, csrf, query, ground, name }: Visit & { readonly name: string }) {
  const returnTo = query.get('returnTo') ?? undefined
  return (
    <>
      <Form action={withReturn(PLACES.signIn, returnTo)} csrf={csrf} isPanel>
        <TextField name="name" label={t('signIn.name')} value={name} autocomplete="username" isRequired />
        <TextField
          name="password"
          label={t('signIn.password')}
          type="password"
          autocomplete="current-password"
          isRequired
        />
        <TextField
          name="code"
          label={t('signIn.code')}
          hint={t('codeApp.codeHint')}
          autocomplete="one-time-code"
          inputMode="numeric"
          isRequired
        />
        <Buttons>
          <Button kind="main">{t('signIn.title')}</Button>
        </Buttons>
        <p class="hint">{t('signIn.forgotten')}</p>
      </Form>
      <p class="row buttons">
        {ground.provider() !== null && (
          <ButtonLink href={withReturn(PLACES.oidc, returnTo)}>{t('signIn.provider')}</ButtonLink>
        )}
        <ButtonLink kind="bare" href={PLACES.firstSignIn}>
          {t('signIn.first')}
        </ButtonLink>
      </p>
    </>
  )
}
