import type { Refusal } from '../../base/refusal.ts'
import { Button, Buttons } from '../../http/components/buttons.tsx'
import { Facts, Id } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import type { Visit } from '../ask.ts'
import { activationUnderWay, choosePasswordFor } from '../operations/activation.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { ActivationSteps } from './activation.tsx'
import { PasswordFaults, PasswordFields } from './password-fields.tsx'
import { refusedWith } from './sign-in.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.activationPassword,
  row: 'anybody',
  async handle(visit) {
    const underWay = await activationUnderWay(visit)
    return underWay ? passwordPage(visit, underWay.username) : { to: PLACES.activation }
  },
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.activationPassword,
  row: 'anybody',
  form: { password: 'secret', confirmation: 'secret' },
  async handle({ form, ...visit }) {
    const chosen = await choosePasswordFor(visit, form)
    if (chosen.ok) return { to: PLACES.activationApp }
    const underWay = await activationUnderWay(visit)
    return passwordPage(visit, underWay?.username ?? '', chosen.problem)
  },
})

/** The first password of a person's own (decision 35); the user name is shown, because nobody has told it yet. */
export const ACTIVATION_PASSWORD_PAGES = [SHOW, TAKE]

function passwordPage(visit: Visit, username: string, refused?: Refusal): Page {
  const { t, csrf } = visit
  const title = t('activation.passwordTitle')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    body: (
      <>
        <Head title={title} lead={t('activation.passwordLead')} />
        <ActivationSteps t={t} at={1} />
        <PasswordFaults visit={visit} refused={refused} />
        <Facts facts={[[t('term.username'), username && <Id>{username}</Id>]]} />
        <Form action={PLACES.activationPassword} csrf={csrf} isPanel>
          <PasswordFields visit={visit} refused={refused} />
          <Buttons>
            <Button kind="main">{t('caption.next')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}
