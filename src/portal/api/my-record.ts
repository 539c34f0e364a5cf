import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import { sessionCookie } from '../../http/cookies.ts'
import { apiRoute } from '../api-route.ts'
import { changeOwnData, renewOwnPassword } from '../operations/own-data.ts'

const text = (lengthMax: number) => z.string().max(lengthMax)

/** Members that are left out stay as they are; null takes one away. */
export const PATCH_ME = apiRoute({
  method: 'PATCH',
  path: '/me',
  row: 'editOwnData',
  summary: 'Change language, e-mail address or mobile telephone of oneself.',
  status: 204,
  ifMatch: 'required',
  body: z.strictObject({
    language: z.enum(LANGUAGES).optional(),
    email: text(254).nullable().optional(),
    mobilePhone: text(50).nullable().optional(),
  }),
  async handle(ask) {
    const { language, email, mobilePhone } = { ...ask.person, ...withoutUndefined(ask.body) }
    const changed = await changeOwnData(ask, { language, email, mobilePhone, expectedVersion: ask.expectedVersion })
    return changed.ok ? ok({}) : changed
  },
})

/** The session goes on under a new token, so that the CSRF token is to be read anew. */
export const PUT_MY_PASSWORD = apiRoute({
  method: 'PUT',
  path: '/me/password',
  row: 'changeOwnPassword',
  summary:
    'Change one’s own password; the old one is needed unless the sign-in was strong and is fresh. The session cookie changes.',
  status: 204,
  whileLimited: true,
  body: z.strictObject({
    oldPassword: text(4096).optional(),
    newPassword: text(4096),
    newPasswordConfirmation: text(4096),
  }),
  async handle(ask) {
    const { oldPassword = null, newPassword, newPasswordConfirmation } = ask.body
    const chosen = { oldPassword, password: newPassword, confirmation: newPasswordConfirmation }
    const renewed = await renewOwnPassword(ask, chosen)
    return renewed.ok ? ok({ cookies: [sessionCookie(renewed.value.token)] }) : renewed
  },
})

function withoutUndefined<Body extends object>(body: Body): { [Key in keyof Body]: Exclude<Body[Key], undefined> } {
  const entries = Object.entries(body).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof Body]: Exclude<Body[Key], undefined> }
}
