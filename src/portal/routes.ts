/**
 * What the portal serves: two tables. A route that names no row of the matrix does not start.
 *
 * A page: `pages/<name>.tsx` exports `pageRoute({ method, path, row, handle })` (see `pages/profile.tsx`; with a form `pages/gallery.tsx`)
 * and stands in PAGES. Its words are in `texts/<area>.ts`, joined in `texts.ts`; its parts are components of `http/components`. A form
 * is `<Form action={path} csrf={csrf}>`, posts to the address of its own page, names its fields in `form: { name: 'text' }`, and
 * is answered by `{ to, done }` or by the page again with errors and status 400. A refusal may be returned as it is.
 *
 * An API route: `api/<name>.ts` exports `apiRoute({ method, path, row, summary, status, body, answer, handle })` (see `api/me.ts`) and
 * stands in API; the OpenAPI document follows from it.
 *
 * Both call the same function of `operations/`, which authorises with what it knows, in its transaction. What the route's row opens
 * was looked at before, with the enterprise and quality in the path, so that `handle` never runs for a stranger.
 */

import { APPOINTMENT_API } from './api/appointments.ts'
import { AUDIT_API } from './api/audit.ts'
import { POST_CHECKS } from './api/checks.ts'
import { ENTERPRISE_API } from './api/enterprises.ts'
import { GET_ME } from './api/me.ts'
import { PATCH_ME, PUT_MY_PASSWORD } from './api/my-record.ts'
import { DELETE_MY_SESSION, GET_MY_SESSIONS } from './api/my-sessions.ts'
import { NOTICE_API } from './api/notices.ts'
import { QUALITY_API } from './api/qualities.ts'
import { REPORTS_API } from './api/reports/routes.ts'
import { GET_SUBMISSION, GET_SUBMISSIONS } from './api/submissions.ts'
import { USER_ACTIONS_API } from './api/user-actions.ts'
import { USER_API } from './api/users.ts'
import type { AnyApiRoute } from './api-route.ts'
import type { AnyPageRoute } from './page-route.ts'
import { ACTIVATION_PAGES } from './pages/activation.tsx'
import { ACTIVATION_APP_PAGES } from './pages/activation-app.tsx'
import { ACTIVATION_PASSWORD_PAGES } from './pages/activation-password.tsx'
import { ASSISTANTS_PAGE } from './pages/assistants.tsx'
import { END_ASSISTANT_PAGES } from './pages/assistants-end.tsx'
import { NEW_ASSISTANT_PAGES } from './pages/assistants-new.tsx'
import { AUDIT_PAGES } from './pages/audit.tsx'
import { CHECKS_FORM, CHECKS_PAGE } from './pages/checks.tsx'
import { GALLERY, GALLERY_FORM } from './pages/gallery.tsx'
import { HOME_PAGE } from './pages/home.tsx'
import { NOTICES_PAGES } from './pages/notices.tsx'
import { OVERVIEW_PAGE } from './pages/overview.tsx'
import { OWN_PROFILE_PAGES } from './pages/own-profile.tsx'
import { PROFILE_PAGES } from './pages/profile.tsx'
import { PROFILE_CODE_APP_PAGES } from './pages/profile-code-app.tsx'
import { PROFILE_PASSWORD_PAGES } from './pages/profile-password.tsx'
import { END_SESSION } from './pages/profile-sessions.tsx'
import { QUALITIES_PAGES } from './pages/qualities.tsx'
import { QUALITY_CLOSING_PAGES } from './pages/quality-closing.tsx'
import { REPORTS_PAGES } from './pages/reports/pages.ts'
import { SETTINGS_PAGES } from './pages/settings.tsx'
import { SIGN_IN_PAGES } from './pages/sign-in.tsx'
import { SIGN_IN_AGAIN_PAGES } from './pages/sign-in-again.tsx'
import { SIGN_IN_CODE_PAGES } from './pages/sign-in-code.tsx'
import { SIGN_IN_ELSEWHERE_PAGES } from './pages/sign-in-elsewhere.tsx'
import { SIGN_IN_WEB_EID_PAGES } from './pages/sign-in-web-eid.tsx'
import { SIGN_OUT } from './pages/sign-out.ts'
import { SUBMISSION_PAGE } from './pages/submission.tsx'
import { SUBMISSIONS_PAGE } from './pages/submissions.tsx'
import { USER_PAGES } from './pages/user.tsx'
import { USER_CHANGE_PAGES } from './pages/user-changes.tsx'
import { USER_PASSWORD_PAGES } from './pages/user-password.tsx'
import { USERS_PAGES } from './pages/users.tsx'
import { USERS_EXPORT } from './pages/users-export.ts'
import { NEW_USER_PAGES } from './pages/users-new.tsx'

export const PAGES: readonly AnyPageRoute[] = [
  ...PROFILE_PAGES,
  GALLERY,
  GALLERY_FORM,
  ...SIGN_IN_PAGES,
  ...SIGN_IN_CODE_PAGES,
  ...SIGN_IN_AGAIN_PAGES,
  ...SIGN_IN_ELSEWHERE_PAGES,
  ...SIGN_IN_WEB_EID_PAGES,
  SIGN_OUT,
  ...PROFILE_PASSWORD_PAGES,
  ...PROFILE_CODE_APP_PAGES,
  END_SESSION,
  ...ACTIVATION_PAGES,
  ...ACTIVATION_PASSWORD_PAGES,
  ...ACTIVATION_APP_PAGES,
  ...[SUBMISSIONS_PAGE, SUBMISSION_PAGE, CHECKS_PAGE, CHECKS_FORM],
  ...REPORTS_PAGES,
  ...[HOME_PAGE, OVERVIEW_PAGE, ...OWN_PROFILE_PAGES, ...QUALITIES_PAGES, ...QUALITY_CLOSING_PAGES, ...SETTINGS_PAGES],
  ...[ASSISTANTS_PAGE, ...NEW_ASSISTANT_PAGES, ...END_ASSISTANT_PAGES, ...NOTICES_PAGES, ...AUDIT_PAGES],
  ...[...USERS_PAGES, USERS_EXPORT, ...NEW_USER_PAGES, ...USER_PAGES, ...USER_CHANGE_PAGES, ...USER_PASSWORD_PAGES],
]

export const API: readonly AnyApiRoute[] = [
  ...[GET_ME, PATCH_ME, PUT_MY_PASSWORD, GET_MY_SESSIONS, DELETE_MY_SESSION],
  ...[GET_SUBMISSIONS, GET_SUBMISSION, POST_CHECKS],
  ...[...USER_API, ...USER_ACTIONS_API],
  ...[...ENTERPRISE_API, ...QUALITY_API, ...APPOINTMENT_API, ...NOTICE_API, ...AUDIT_API],
  ...REPORTS_API,
]
