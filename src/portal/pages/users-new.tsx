/** „Einen Benutzer hinzufügen“ (matrix row 7). */
import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Check, ChoicesField } from '../../http/components/choice-field.tsx'
import { FieldError } from '../../http/components/field.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import type { Ask } from '../ask.ts'
import type { QualityAt } from '../operations/acting.ts'
import { addUser } from '../operations/add-user.ts'
import { type FirstWay, readPerson, type TypedPerson } from '../operations/new-person.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { cameBack, errorAt, FormRefused, isOfPage } from './form-refusal.tsx'
import { PERSON_FORM, PersonFields, personLabels } from './person-fields.tsx'
import { crumbsOf } from './scope.ts'
import { grantChoices } from './users/grants.ts'

const PATH = '/enterprises/:enterpriseNumber/qualities/:qualityCode/users/new'

type Typed = Partial<TypedPerson> & { readonly grants: readonly string[]; readonly employmentConfirmed: boolean }

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'createUser',
  handle: (ask) => newPage(ask, ask.params, { language: ask.language, grants: [], employmentConfirmed: false }),
})

const ADD = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'createUser',
  form: { ...PERSON_FORM, grants: 'list', employmentConfirmed: 'flag' },
  async handle({ form, ...ask }) {
    const { grants, employmentConfirmed, ...typed } = form
    const person = readPerson(typed, ask.now)
    if (!person.ok) return newPage(ask, ask.params, form, person.problem)
    const added = await addUser(ask, { ...ask.params, person: person.value, grants, employmentConfirmed })
    if (!added.ok) return isOfPage(added.problem) ? added.problem : newPage(ask, ask.params, form, added.problem)
    const { qualityUserId, firstWay } = added.value
    return { to: qualityPath(ask.params, `users/${qualityUserId}`), ...TOLD[firstWay] }
  },
})

/** How the new user comes in for the first time. */
const TOLD: Readonly<Record<FirstWay, { readonly done: string }>> = {
  known: { done: 'userKnown' },
  identity: { done: 'userByIdentity' },
  activation: { done: 'userByActivation' },
  provisional: { done: 'userByProvisional' },
}

export const NEW_USER_PAGES = [SHOW, ADD]

async function newPage(ask: Ask, place: QualityAt, typed: Typed, refused?: Refusal): Promise<Page> {
  const { t } = ask
  const title = t('caption.addUser')
  const above = { label: t('users.title'), href: qualityPath(place, 'users') }
  return {
    ...cameBack(t, title, refused),
    crumbs: await crumbsOf(ask, place, title, [above]),
    body: <NewUser {...{ ask, place, typed, refused }} />,
  }
}

type Props = {
  readonly ask: Ask
  readonly place: QualityAt
  readonly typed: Typed
  readonly refused: Refusal | undefined
}

function NewUser({ ask, place, typed, refused }: Props) {
  const { t, csrf } = ask
  const labels = { ...personLabels(t), employmentConfirmed: t('users.employment') }
  const unconfirmed = errorAt(t, refused, 'employmentConfirmed').error
  return (
    <>
      <Head title={t('caption.addUser')} lead={t('users.newLead')} />
      <FormRefused {...{ t, refused, labels }} />
      <Form action={qualityPath(place, 'users/new')} csrf={csrf} isPanel>
        <PersonFields {...{ t, typed, refused }} />
        <ChoicesField
          name="grants"
          legend={t('term.onlineServices')}
          hint={t('users.grantsHint')}
          take="many"
          choices={grantChoices(ask, place.qualityCode, [])}
          chosen={typed.grants}
        />
        <Check
          name="employmentConfirmed"
          label={t('users.employment')}
          hint={t('users.employmentHint')}
          isChecked={typed.employmentConfirmed}
        />
        {unconfirmed && <FieldError id="employmentConfirmed-error">{unconfirmed}</FieldError>}
        <Buttons>
          <Button kind="main">{t('caption.addUser')}</Button>
          <ButtonLink kind="bare" href={qualityPath(place, 'users')}>
            {t('button.cancel')}
          </ButtonLink>
        </Buttons>
      </Form>
    </>
  )
}
