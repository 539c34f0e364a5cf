/** A new operator, and the code that the person needs once. */
import type { Refusal } from '../../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Check, SelectField } from '../../../http/components/choice-field.tsx'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import { isOperatorRole, OPERATOR_ROLES } from '../../../registry/operators/operator.ts'
import type { Ask } from '../../ask.ts'
import { roleName } from '../../names.ts'
import { type FirstSignIn, makeOperator } from '../../operations/operators.ts'
import { consolePage, type Page } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { ReasonField } from '../../reason-field.tsx'
import { Refused } from '../../refused.tsx'
import { refusedWith } from '../sign-in/sign-in.tsx'

const PATH = `${PLACES.operators}/new`

const SHOW = consolePage({
  method: 'GET',
  path: PATH,
  role: 'administrator',
  handle: async (ask) => formPage(ask, EMPTY),
})

const TAKE = consolePage({
  method: 'POST',
  path: PATH,
  role: 'administrator',
  form: { name: 'text', role: 'text', contents: 'flag', reason: 'text' },
  async handle({ form, ...ask }) {
    const role = isOperatorRole(form.role) ? form.role : 'viewer'
    const wanted = { name: form.name, role, mayReadContents: form.contents, reason: form.reason }
    const made = await makeOperator(ask.ground, ask.operator, wanted)
    return made.ok ? invitationPage(ask, form.name, made.value) : formPage(ask, form, made.problem)
  },
})

export const NEW_PAGES = [SHOW, TAKE]

const EMPTY = { name: '', role: 'viewer', contents: false, reason: '' }

function formPage({ t, csrf }: Ask, filled: typeof EMPTY, refused?: Refusal): Page {
  const title = t('operators.add')
  const options = OPERATOR_ROLES.map((value) => ({ value, label: roleName(t, value) }))
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    crumbs: [{ label: t('nav.operators'), href: PLACES.operators }, { label: title }],
    body: (
      <>
        <Head title={title} />
        {refused && <Refused t={t} refusal={refused} />}
        <Form action={PATH} csrf={csrf} isPanel>
          <TextField
            name="name"
            label={t('signIn.name')}
            hint={t('operators.nameHint')}
            value={filled.name}
            isRequired
          />
          <SelectField name="role" label={t('operators.role')} value={filled.role} options={options} />
          <Check name="contents" value="yes" label={t('operators.contentsYes')} isChecked={filled.contents} />
          <ReasonField t={t} value={filled.reason} />
          <Buttons>
            <Button kind="main">{t('operators.add')}</Button>
          </Buttons>
        </Form>
      </>
    ),
  }
}

/** Shown this once, to be handed over: nobody can look it up again. */
export function invitationPage({ t }: Ask, name: string, { code, link, hours }: FirstSignIn): Page {
  const title = t('operators.invited', { name })
  return {
    title,
    crumbs: [{ label: t('nav.operators'), href: PLACES.operators }, { label: title }],
    body: (
      <>
        <Head title={title} isReached />
        <Note tone="warn">{t('operators.once', { hours })}</Note>
        <Facts
          facts={[
            [t('operators.link'), <Id>{link}</Id>],
            [t('firstSignIn.code'), <Id>{code}</Id>],
          ]}
        />
        <p class="row buttons">
          <ButtonLink href={PLACES.operators}>{t('button.back')}</ButtonLink>
        </p>
      </>
    ),
  }
}
