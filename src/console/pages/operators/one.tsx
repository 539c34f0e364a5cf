/** One operator, and what an administrator can do about him; each named by its effect, each with a reason. */
import type { Refusal } from '../../../base/refusal.ts'
import { Button, Buttons } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { SessionsTable } from '../../../http/sessions-table.tsx'
import { isOperatorRole, OPERATOR_ROLES } from '../../../registry/operators/operator.ts'
import type { Ask } from '../../ask.ts'
import { methodName, roleName } from '../../names.ts'
import {
  changeOperator,
  inviteAgain,
  type OperatorChange,
  type SeenOperator,
  seeOperator,
} from '../../operations/operators.ts'
import { consolePage, type PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { ReasonField } from '../../reason-field.tsx'
import { Refused } from '../../refused.tsx'
import { refusedWith } from '../sign-in/sign-in.tsx'
import { StateBadge } from './list.tsx'
import { invitationPage } from './new.tsx'

const PATH = `${PLACES.operators}/:name` as const

const SHOW = consolePage({ method: 'GET', path: PATH, role: 'administrator', handle: (ask) => onePage(ask) })

const TAKE = consolePage({
  method: 'POST',
  path: PATH,
  role: 'administrator',
  form: { change: 'text', role: 'text', reason: 'text' },
  async handle({ form, ...ask }) {
    const { ground, operator, params } = ask
    const about = { name: params.name, reason: form.reason }
    if (form.change === 'invite') {
      const invited = await inviteAgain(ground, operator, about)
      return invited.ok ? invitationPage(ask, params.name, invited.value) : onePage(ask, invited.problem)
    }
    const change = changeIn(form)
    if (!change) return onePage(ask)
    const done = await changeOperator(ground, operator, { ...about, ...change })
    return done.ok ? { to: `${PLACES.operators}/${params.name}`, done: 'saved' } : onePage(ask, done.problem)
  },
})

export const ONE_PAGES = [SHOW, TAKE]

type OneAsk = Ask<{ readonly name: string }>

/** As the buttons of the page are called. */
function changeIn({ change, role }: { readonly change: string; readonly role: string }): OperatorChange | null {
  switch (change) {
    case 'role':
      return isOperatorRole(role) ? { change, role } : null
    case 'contents':
    case 'noContents':
      return { change: 'contents', mayReadContents: change === 'contents' }
    case 'lock':
    case 'unlock':
    case 'delete':
    case 'signOut':
      return { change }
    default:
      return null
  }
}

async function onePage(ask: OneAsk, refused?: Refusal): Promise<PageAnswer> {
  const { t, ground, operator, params } = ask
  const seen = await seeOperator(ground, operator, params.name)
  if (!seen.ok) return seen.problem
  const { name, state } = seen.value.record
  return {
    title: refused ? t('form.failed', { title: name }) : name,
    ...refusedWith(refused),
    crumbs: [{ label: t('nav.operators'), href: PLACES.operators }, { label: name }],
    body: (
      <>
        <Head title={name} lead={<StateBadge t={t} state={state} />} />
        {refused && <Refused t={t} refusal={refused} />}
        <About ask={ask} seen={seen.value} />
        <Sessions ask={ask} seen={seen.value} />
        {state !== 'deleted' && name !== operator.name && <Changes ask={ask} seen={seen.value} />}
      </>
    ),
  }
}

type Shown = { readonly ask: OneAsk; readonly seen: SeenOperator }

function About({ ask: { t, formats, now }, seen: { record } }: Shown) {
  const { role, mayReadContents, createdAt, createdBy, lastLoginAt, invitedUntil } = record
  return (
    <Facts
      facts={[
        [t('operators.role'), roleName(t, role)],
        [t('operators.contents'), t(mayReadContents ? 'operators.contentsYes' : 'operators.contentsNo')],
        [t('operators.made'), t('operators.madeBy', { at: formats.dateTime(createdAt), by: createdBy })],
        [t('operators.lastLogin'), lastLoginAt ? formats.age(lastLoginAt, now) : t('operators.never')],
        [t('operators.invitedUntil'), invitedUntil && formats.dateTime(invitedUntil)],
      ]}
    />
  )
}

function Sessions({ ask: { t, formats, now }, seen: { sessions } }: Shown) {
  return (
    <Section id="sessions" title={t('operators.sessions')}>
      {sessions.length === 0 ? (
        <Empty>{t('operators.noSession')}</Empty>
      ) : (
        <SessionsTable {...{ t, formats, now, sessions }} methodName={(method) => methodName(t, method)} />
      )}
    </Section>
  )
}

function Changes({ ask, seen }: Shown) {
  const { t, csrf } = ask
  const { name, role, mayReadContents, state } = seen.record
  const options = OPERATOR_ROLES.map((value) => ({ value, label: roleName(t, value) }))
  const changes = [
    'role',
    mayReadContents ? 'noContents' : 'contents',
    'invite',
    'signOut',
    state === 'locked' ? 'unlock' : 'lock',
    'delete',
  ] as const
  return (
    <Section id="changes" title={t('operators.changes')}>
      <Form action={`${PLACES.operators}/${name}`} csrf={csrf} isPanel labelledBy="changes">
        <SelectField name="role" label={t('operators.role')} value={role} options={options} />
        <ReasonField t={t} />
        <Buttons>
          {changes.map((change) => (
            <Button key={change} kind={change === 'delete' ? 'danger' : 'usual'} name="change" value={change}>
              {t(`operatorChange.${change}`)}
            </Button>
          ))}
        </Buttons>
        <p class="hint">{t('operators.changesHint')}</p>
      </Form>
    </Section>
  )
}
