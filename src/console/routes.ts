/**
 * What the console serves: tables of one list per area. A route that does not say who may use it does not start.
 *
 * A page: `pages/<area>/<name>.tsx` exports `consolePage({ method, path, role, handle })` (with a form: `form: { name: 'text' }`) in the list
 * of its area, which stands in PAGES in one line. Its words are in `texts/<area>.ts`, joined in `texts.ts` in one line; its way is a row of
 * `navigation.ts`. Its parts are components of `http/components`. A form is `<Form action={path} csrf={csrf}>`, posts to the address of its
 * own page and is answered by `{ to, done }` or by the page again with errors and status 400. A refusal may be returned as it is.
 *
 * An API route: `api/<area>.ts` exports `consoleApi({ method, path, role, summary, status, body, answer, handle })` in a list that stands in
 * API; the OpenAPI document follows from it. Both call the same function of `operations/`, which looks at the role again.
 *
 * A live page stands in LIVE beside its page: `consoleLive({ path, role, changes })`.
 */
import { AUDIT_API } from './api/audit.ts'
import { BAN_API } from './api/bans.ts'
import { CERTIFICATE_API } from './api/certificates.ts'
import { GET_CONFIGURATION } from './api/configuration.ts'
import { READ_CONTENTS } from './api/contents.ts'
import { GET_ME } from './api/me.ts'
import { OPERATOR_API } from './api/operators.ts'
import { RESTORED_API } from './api/restored.ts'
import { SENDER_API } from './api/senders.ts'
import { SESSION_API } from './api/sessions.ts'
import { SUBMISSIONS_API } from './api/submissions.ts'
import { WATCH_API } from './api/watch.ts'
import type { AnyConsoleApi } from './api-route.ts'
import type { AnyConsoleLive } from './live-route.ts'
import type { AnyConsolePage } from './page-route.ts'
import { AUDIT_PAGES } from './pages/audit/audit.tsx'
import { BAN_PAGES } from './pages/bans/pages.ts'
import { CERTIFICATE_PAGES } from './pages/certificates/pages.ts'
import { CONFIGURATION_PAGE } from './pages/configuration/configuration.tsx'
import { HELP_PAGES } from './pages/help/help.tsx'
import { OPERATOR_PAGES } from './pages/operators/pages.ts'
import { PROFILE_PAGES } from './pages/profile/pages.ts'
import { RESTORED_PAGES } from './pages/restored/pages.ts'
import { SENDER_PAGES } from './pages/senders/pages.ts'
import { SESSION_PAGES } from './pages/sessions/pages.ts'
import { SIGN_IN_PAGES } from './pages/sign-in/pages.ts'
import { SUBMISSIONS_PAGES } from './pages/submissions/pages.ts'
import { WATCH_LIVE } from './pages/watch/live.ts'
import { WATCH_PAGES } from './pages/watch/pages.ts'

export const PAGES: readonly AnyConsolePage[] = [
  ...SIGN_IN_PAGES,
  ...WATCH_PAGES,
  ...SUBMISSIONS_PAGES,
  ...AUDIT_PAGES,
  ...SENDER_PAGES,
  ...SESSION_PAGES,
  ...BAN_PAGES,
  ...CERTIFICATE_PAGES,
  CONFIGURATION_PAGE,
  ...RESTORED_PAGES,
  ...PROFILE_PAGES,
  ...OPERATOR_PAGES,
  ...HELP_PAGES,
]

export const API: readonly AnyConsoleApi[] = [
  GET_ME,
  ...WATCH_API,
  ...OPERATOR_API,
  ...SUBMISSIONS_API,
  READ_CONTENTS,
  ...AUDIT_API,
  ...SENDER_API,
  ...SESSION_API,
  ...BAN_API,
  ...CERTIFICATE_API,
  GET_CONFIGURATION,
  ...RESTORED_API,
]

export const LIVE: readonly AnyConsoleLive[] = [...WATCH_LIVE]
