/** Appointing an assistant: first what for, then who. */
import type { Refusal } from '../../base/refusal.ts'
import { isQualityCode } from '../../batch/quality-code.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import type { AppointedRole } from '../../registry/people/appointment-rules.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import { appointAssistant } from '../operations/appointments.ts'
import { type FirstWay, readPerson, type TypedPerson } from '../operations/new-person.ts'
import { listQualities } from '../operations/qualities.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { enterprisePath } from '../places.ts'
import { appointableBy, type Giveable } from './assistants/appointable.ts'
import { cameBack, FormRefused, isOfPage } from './form-refusal.tsx'
import { PERSON_FORM, PersonFields, personLabels } from './person-fields.tsx'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/assistants/new'

type Typed = Partial<TypedPerson> & { readonly appointment?: string }

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'listUsers',
  handle: (ask) => newPage(ask, ask.params.enterpriseNumber, { language: ask.language }),
})

const APPOINT = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'listUsers',
  form: { ...PERSON_FORM, appointment: 'text' },
  async handle({ form, ...ask }) {
    const { appointment, ...typed } = form
    const { enterpriseNumber } = ask.params
    const person = readPerson(typed, ask.now)
    if (!person.ok) return newPage(ask, enterpriseNumber, form, person.problem)
    const appointed = await appointAssistant(ask, { enterpriseNumber, ...readGiven(appointment), person: person.value })
    if (appointed.ok) return { to: enterprisePath(enterpriseNumber, 'assistants'), ...TOLD[appointed.value.firstWay] }
    if (isOfPage(appointed.problem)) return appointed.problem
    return newPage(ask, enterpriseNumber, form, appointed.problem)
  },
})

export const NEW_ASSISTANT_PAGES = [SHOW, APPOINT]

/** How the new assistant comes in for the first time. */
const TOLD: Readonly<Record<FirstWay, { readonly done: string }>> = {
  known: { done: 'assistantKnown' },
  identity: { done: 'assistantByIdentity' },
  activation: { done: 'assistantByActivation' },
  provisional: { done: 'assistantByProvisional' },
}

/** `accessManager QUAL_SSC`; what is none is refused by whoever appoints. */
function readGiven(text: string): Giveable {
  const [role, quality = ''] = text.split(' ')
  const known: readonly AppointedRole[] = ['accessManager', 'coAccessManager']
  return {
    role: known.find((each) => each === role) ?? 'coMainAccessManager',
    qualityCode: isQualityCode(quality) ? quality : null,
  }
}

async function newPage(ask: Ask, enterpriseNumber: string, typed: Typed, refused?: Refusal): Promise<PageAnswer> {
  const { t, csrf } = ask
  const qualities = await listQualities(ask, enterpriseNumber)
  if (!qualities.ok) return qualities.problem
  const active = qualities.value.filter(({ state }) => state === 'active').map(({ qualityCode }) => qualityCode)
  const list = enterprisePath(enterpriseNumber, 'assistants')
  const title = t('assistants.appoint')
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, { enterpriseNumber }, title, [{ label: t('term.assistants'), href: list }]),
    body: (
      <>
        <Head title={title} lead={t('assistants.newLead')} />
        <FormRefused {...{ t, refused, labels: personLabels(t) }} />
        <Form action={`${list}/new`} csrf={csrf} isPanel>
          <SelectField
            name="appointment"
            label={t('assistants.what')}
            hint={t('assistants.whatHint')}
            value={typed.appointment ?? ''}
            options={appointableBy(ask, enterpriseNumber, active).map((given) => optionOf(ask, given))}
          />
          <PersonFields {...{ t, typed, refused }} />
          <Buttons>
            <Button kind="main">{title}</Button>
            <ButtonLink kind="bare" href={list}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}

function optionOf({ t, ground, language }: Ask, { role, qualityCode }: Giveable) {
  if (qualityCode === null) return { value: role, label: t(`role.${role}`) }
  const quality = labelOf(ground.access().qualities, qualityCode, language)
  return { value: `${role} ${qualityCode}`, label: `${t(`role.${role}`)}, ${quality}` }
}
