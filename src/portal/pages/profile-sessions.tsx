/** Where one is signed in (spec access.md §8.6), to look at and to end. */
import { Button } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Section } from '../../http/components/section.tsx'
import { SessionsTable } from '../../http/sessions-table.tsx'
import type { ListedSession } from '../../identity/living-sessions.ts'
import type { Method } from '../../identity/methods.ts'
import type { Ask } from '../ask.ts'
import { endOtherSessions, endOwnSession, ownSessions } from '../operations/own-proofs.ts'
import { pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import type { TextKey } from '../texts.ts'

/** One that is told, or all others. One that has ended meanwhile is what was asked for. */
export const END_SESSION = pageRoute({
  method: 'POST',
  path: PLACES.sessions,
  row: 'oneself',
  form: { sessionId: 'text' },
  async handle({ form, ...ask }) {
    const known = (await ownSessions(ask)).find(({ sessionId }) => sessionId === form.sessionId)
    if (form.sessionId === '') await endOtherSessions(ask)
    else if (known) await endOwnSession(ask, known.sessionId)
    return { to: PLACES.profile, done: 'sessionEnded' }
  },
})

export function Sessions({ ask, sessions }: { readonly ask: Ask; readonly sessions: readonly ListedSession[] }) {
  const { t, csrf, formats, now, session } = ask
  return (
    <Section id="sessions" title={t('session.sessions')}>
      <SessionsTable
        {...{ t, formats, now, sessions }}
        methodName={(method) => t(METHODS[method as Method])}
        current={session.sessionId}
        ending={{ action: PLACES.sessions, csrf }}
      />
      {sessions.length > 1 && (
        <Form action={PLACES.sessions} csrf={csrf}>
          <p class="row">
            <Button>{t('session.endOthers')}</Button>
          </p>
        </Form>
      )}
    </Section>
  )
}

/** As the session keeps it. */
const METHODS: Readonly<Record<Method, TextKey>> = {
  eid: 'method.eid',
  itsme: 'method.itsme',
  fas: 'method.fas',
  totp: 'method.totp',
  password: 'method.password',
  provisional: 'method.provisional',
}
