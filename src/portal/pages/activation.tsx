/** The first visit of a person: the link of the e-mail and the code of the SMS come together (decision 35). */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { type Step, Stepper } from '../../http/components/stepper.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import { endedStepCookie, stepCookie } from '../../http/cookies.ts'
import type { Visit } from '../ask.ts'
import { activationUnderWay, redeem } from '../operations/activation.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { Refused } from './refused.tsx'
import { refusedWith } from './sign-in.tsx'

/** The browser need not keep a link for longer. */
const LINK_SECONDS = 3600
/** As long as the set-up lasts. */
const SET_UP_SECONDS = 3600

/** The token leaves the address at once: neither history nor a screen shared with others tells it. */
const OPEN = pageRoute({
  method: 'GET',
  path: PLACES.activation,
  row: 'anybody',
  async handle(visit) {
    const link = visit.query.get('link')
    if (link !== null) return { to: PLACES.activation, cookies: [stepCookie('link', link, LINK_SECONDS)] }
    const underWay = await activationUnderWay(visit)
    if (underWay) return { to: underWay.hasPassword ? PLACES.activationApp : PLACES.activationPassword }
    return visit.cookies.link === undefined ? noLinkPage(visit) : codePage(visit)
  },
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.activation,
  row: 'anybody',
  form: { code: 'text' },
  async handle({ form, ...visit }) {
    const redeemed = await redeem(visit, form.code)
    if (!redeemed.ok) return codePage(visit, redeemed.problem)
    const attempt = stepCookie('attempt', redeemed.value.attempt, SET_UP_SECONDS)
    return { to: PLACES.activationPassword, cookies: [attempt, endedStepCookie('link')] }
  },
})

export const ACTIVATION_PAGES = [OPEN, TAKE]

const STEPS = ['activation.stepCode', 'activation.stepPassword', 'activation.stepApp'] as const

/** Where one is, of three steps. */
export function ActivationSteps({ t, at }: Pick<Visit, 't'> & { readonly at: 0 | 1 | 2 }) {
  const steps = STEPS.map((key, index) => ({ label: t(key), state: stateOf(index, at) }))
  return <Stepper label={t('steps.label')} doneWord={t('steps.done')} steps={steps} />
}

function stateOf(index: number, at: number): Step['state'] {
  if (index < at) return 'done'
  return index === at ? 'current' : 'ahead'
}

function codePage(visit: Visit, refused?: Refusal): Page {
  const { t, csrf } = visit
  return {
    title: refused ? t('form.failed', { title: t('activation.title') }) : t('activation.title'),
    ...refusedWith(refused),
    body: (
      <>
        <Head title={t('activation.title')} lead={t('activation.codeLead')} />
        <ActivationSteps t={t} at={0} />
        {refused && <Refused t={t} refusal={refused} />}
        <Form action={PLACES.activation} csrf={csrf} isPanel>
          <TextField
            name="code"
            label={t('activation.code')}
            hint={t('activation.codeHint')}
            autocomplete="one-time-code"
            inputMode="numeric"
            isRequired
          />
          <Buttons>
            <Button kind="main">{t('caption.next')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}

function noLinkPage({ t }: Visit): Page {
  return {
    title: t('activation.title'),
    body: (
      <>
        <Head title={t('activation.title')} />
        <Empty action={<ButtonLink href={PLACES.signIn}>{t('signIn.title')}</ButtonLink>}>
          {t('activation.noLink')}
        </Empty>
      </>
    ),
  }
}
