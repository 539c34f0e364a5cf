/** The end of an appointment: what it takes away is said before. */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import type { AppointedRole } from '../../registry/people/appointment-rules.ts'
import { APPOINTMENT_ENDED } from '../../registry/people/appointments.ts'
import type { Ask } from '../ask.ts'
import { type AppointmentKey, endAssistant, readAssistant } from '../operations/appointments.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import type { TextKey } from '../texts.ts'
import { cameBack, FormRefused, isOfPage } from './form-refusal.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/assistants/:appointmentId/end'

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'listUsers',
  handle: (ask) => endPage(ask, ask.params),
})

const END = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'listUsers',
  form: { version: 'text' },
  async handle({ form, ...ask }) {
    const ended = await endAssistant(ask, { ...ask.params, expectedVersion: Number(form.version) })
    if (ended.ok) return { to: enterprisePath(ask.params.enterpriseNumber, 'assistants'), done: 'assistantEnded' }
    return isOfPage(ended.problem) || ended.problem.told?.key === 'appointmentEnded'
      ? ended.problem
      : endPage(ask, ask.params, ended.problem)
  },
})

export const END_ASSISTANT_PAGES = [SHOW, END]

const EFFECTS: Readonly<Record<AppointedRole, TextKey>> = {
  mainAccessManager: 'assistants.endEffect.coMain',
  coMainAccessManager: 'assistants.endEffect.coMain',
  accessManager: 'assistants.endEffect.manager',
  coAccessManager: 'assistants.endEffect.coManager',
}

async function endPage(ask: Ask, key: AppointmentKey, refused?: Refusal): Promise<PageAnswer> {
  const { t, csrf } = ask
  const found = await readAssistant(ask, key)
  if (!found.ok) return found.problem
  if (found.value.state === 'ended') return APPOINTMENT_ENDED
  const { role, lastName, firstName, version, appointmentId } = found.value
  const list = enterprisePath(key.enterpriseNumber, 'assistants')
  const title = t('assistants.endTitle')
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, key, title, [{ label: t('term.assistants'), href: list }]),
    body: (
      <>
        <Head title={title} lead={`${lastName}, ${firstName} · ${t(`role.${role}`)}`} />
        <FormRefused {...{ t, refused, labels: {} }} />
        <p>{t(EFFECTS[role])}</p>
        <Form action={`${list}/${appointmentId}/end`} csrf={csrf} hidden={{ version }}>
          <Buttons>
            <Button kind="danger">{t('assistants.endTitle')}</Button>
            <ButtonLink kind="bare" href={list}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}
