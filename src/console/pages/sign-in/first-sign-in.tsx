/** The first sign-in (rule 21.7): the code first, then a password and an app. */
import type { Refusal } from '../../../base/refusal.ts'
import { CodeAppPicture } from '../../../http/code-app.tsx'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { PasswordFaults, PasswordFields } from '../../../http/password-fields.tsx'
import { enrolOperator } from '../../../identity/operators/enrol.ts'
import { findInvited, type Invited } from '../../../identity/operators/invitations.ts'
import { NO_INVITATION } from '../../../identity/operators/refusals.ts'
import { appOf } from '../../app-label.ts'
import type { Visit } from '../../ask.ts'
import { consoleCookies } from '../../cookies.ts'
import { consolePage, type Page, type PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { Refused } from '../../refused.tsx'
import { toldRefusal } from '../../texts.ts'
import { visitorOf } from '../../visitor.ts'
import { refusedWith, signedInTo } from './sign-in.tsx'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.firstSignIn,
  role: 'anybody',
  handle: async (visit) => codePage(visit, visit.query.get('code') ?? ''),
})

const TAKE = consolePage({
  method: 'POST',
  path: PLACES.firstSignIn,
  role: 'anybody',
  form: { invitation: 'text' },
  async handle({ form, ...visit }) {
    const { ground } = visit
    const invited = await findInvited(ground.database.queries, ground.box, form.invitation)
    if (!invited) return codePage(visit, '', NO_INVITATION)
    const seconds = ground.signIn.rules().invitationSeconds
    return { to: PLACES.enrol, cookies: [consoleCookies(ground.publicUrl).step('link', form.invitation, seconds)] }
  },
})

const SHOW_PROOFS = consolePage({
  method: 'GET',
  path: PLACES.enrol,
  role: 'anybody',
  handle: (visit) => proofsPage(visit),
})

const TAKE_PROOFS = consolePage({
  method: 'POST',
  path: PLACES.enrol,
  role: 'anybody',
  form: { password: 'secret', confirmation: 'secret', code: 'text' },
  async handle({ form, ...visit }) {
    const enrolling = { ...form, invitation: visit.cookies.link ?? '' }
    const entered = await enrolOperator(visit.ground.signIn, enrolling, visitorOf(visit))
    if (!entered.ok) return proofsPage(visit, entered.problem)
    const { to, cookies = [] } = signedInTo(visit, entered.value.token, PLACES.overview)
    const jar = consoleCookies(visit.ground.publicUrl)
    return { to, done: 'enrolled', cookies: [...cookies, jar.endedStep('link')] }
  },
})

export const FIRST_SIGN_IN_PAGES = [SHOW, TAKE, SHOW_PROOFS, TAKE_PROOFS]

/** A link fills in the code and uses nothing up: programs that look at links in advance do no harm. */
function codePage({ t, csrf }: Visit, code: string, refused?: Refusal): Page {
  return {
    title: refused ? t('form.failed', { title: t('firstSignIn.title') }) : t('firstSignIn.title'),
    ...refusedWith(refused),
    body: (
      <>
        <Head title={t('firstSignIn.title')} lead={t('firstSignIn.lead')} />
        {refused && <Refused t={t} refusal={refused} />}
        <Form action={PLACES.firstSignIn} csrf={csrf} isPanel>
          <TextField name="invitation" label={t('firstSignIn.code')} value={code} isRequired />
          <Buttons>
            <Button kind="main">{t('firstSignIn.next')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}

async function proofsPage(visit: Visit, refused?: Refusal): Promise<PageAnswer> {
  const { ground, cookies, t } = visit
  const invited = await findInvited(ground.database.queries, ground.box, cookies.link ?? '')
  if (!invited) return codePage(visit, '', NO_INVITATION)
  const title = t('firstSignIn.proofs', { name: invited.name })
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    body: (
      <>
        <Head title={title} lead={t('codeApp.lead')} />
        <Proofs visit={visit} invited={invited} refused={refused} />
      </>
    ),
  }
}

type ProofsProps = { readonly visit: Visit; readonly invited: Invited; readonly refused: Refusal | undefined }

function Proofs({ visit, invited, refused }: ProofsProps) {
  const { t, csrf, ground } = visit
  const { lengthMax } = ground.signIn.rules().passwords
  const isCode = refused?.code === 'SLU-INPUT'
  const asked = { t, lengthMax, refused: isCode ? undefined : refused }
  return (
    <>
      <PasswordFaults {...asked} others={(other) => <Refused t={t} refusal={other} />} />
      <CodeAppPicture t={t} app={appOf(visit, invited.name, invited.secret)} />
      <Form action={PLACES.enrol} csrf={csrf} isPanel>
        <PasswordFields {...asked} />
        <TextField
          name="code"
          label={t('signIn.code')}
          hint={t('codeApp.codeHint')}
          error={isCode ? Object.values(toldRefusal(t, refused)).join(' ') : ''}
          autocomplete="one-time-code"
          inputMode="numeric"
          isRequired
        />
        <Buttons>
          <Button kind="main">{t('firstSignIn.finish')}</Button>
        </Buttons>
      </Form>
    </>
  )
}
