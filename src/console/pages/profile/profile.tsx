/** The own profile: who one is here, what proves it, in which language, and where one is signed in. */

import { LANGUAGES } from '../../../batch/languages.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { LANGUAGE_NAMES } from '../../../http/framed-document.tsx'
import { isLanguage } from '../../../http/language.ts'
import { SessionsTable } from '../../../http/sessions-table.tsx'
import { endOperatorSessions, sessionsOfOperator } from '../../../identity/operators/end-sessions.ts'
import { recordOperator } from '../../../identity/operators/record.ts'
import { actorOfOperator } from '../../../registry/operators/operator.ts'
import type { Ask } from '../../ask.ts'
import { consoleCookies } from '../../cookies.ts'
import { methodName, roleName } from '../../names.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.profile,
  role: 'viewer',
  async handle(ask) {
    const { t, ground, signedIn } = ask
    const rules = ground.signIn.rules().sessions
    const sessions = await sessionsOfOperator(ground.database.queries, signedIn.operatorId, rules)
    return {
      title: t('nav.profile'),
      body: (
        <>
          <Head title={t('nav.profile')} />
          <Who {...ask} />
          <OwnLanguage {...ask} />
          <Section id="sessions" title={t('session.sessions')}>
            <SessionsTable
              {...{ t, formats: ask.formats, now: ask.now, sessions }}
              methodName={(method) => methodName(t, method)}
              current={signedIn.sessionId}
              ending={{ action: SESSIONS, csrf: ask.csrf }}
            />
          </Section>
        </>
      ),
    }
  },
})

const SESSIONS = `${PLACES.profile}/sessions`
const LANGUAGE = `${PLACES.profile}/language`

const KEEP_LANGUAGE = consolePage({
  method: 'POST',
  path: LANGUAGE,
  role: 'viewer',
  form: { language: 'text' },
  async handle({ form, ground, signedIn }) {
    const language = isLanguage(form.language) ? form.language : null
    await ground.database.queries
      .updateTable('operator')
      .set({ language })
      .where('operator_id', '=', signedIn.operatorId)
      .execute()
    return { to: PLACES.profile, done: 'saved', cookies: [consoleCookies(ground.publicUrl).forgottenLanguage()] }
  },
})

/** One that has ended meanwhile is what was asked for. */
const END_SESSION = consolePage({
  method: 'POST',
  path: SESSIONS,
  role: 'viewer',
  form: { sessionId: 'text' },
  async handle({ form, ground, signedIn, operator }) {
    await ground.database.transaction(async (tx) => {
      const only = form.sessionId
      const ended = await endOperatorSessions(tx, signedIn.operatorId, 'signedOut', { only })
      const event = { action: 'operator.signedOut', name: operator.name, after: { sessionId: only } } as const
      if (ended > 0) await recordOperator(tx, { actor: actorOfOperator(operator) }, event)
    })
    return { to: PLACES.profile, done: 'sessionEnded' }
  },
})

export const PROFILE_PAGES = [SHOW, KEEP_LANGUAGE, END_SESSION]

function Who({ t, operator, signedIn }: Ask) {
  return (
    <Section id="who" title={operator.name}>
      <Facts
        facts={[
          [t('operators.role'), roleName(t, operator.role)],
          [t('operators.contents'), t(operator.mayReadContents ? 'operators.contentsYes' : 'operators.contentsNo')],
          [t('session.method'), methodName(t, signedIn.method)],
        ]}
      />
      <p class="row buttons">
        <ButtonLink href={`${PLACES.profile}/password`}>{t('profile.changePassword')}</ButtonLink>
        <ButtonLink href={`${PLACES.profile}/code-app`}>{t('profile.changeApp')}</ButtonLink>
      </p>
    </Section>
  )
}

function OwnLanguage({ t, csrf, signedIn, language }: Ask) {
  const options = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))
  return (
    <Section id="language-of" title={t('shell.languages')}>
      <Form action={LANGUAGE} csrf={csrf} labelledBy="language-of">
        <SelectField
          name="language"
          label={t('shell.languages')}
          value={signedIn.language ?? language}
          options={options}
        />
        <Buttons>
          <Button>{t('button.save')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
}
