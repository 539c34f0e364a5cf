/** One's own record (matrix rows 11 and 12): data, proofs, sessions, and what one may do where. */
import type { Refusal } from '../../base/refusal.ts'
import { Head } from '../../http/components/section.tsx'
import { forgottenLanguageCookie } from '../../http/cookies.ts'
import type { Ask } from '../ask.ts'
import { myEnterprises } from '../operations/enterprises.ts'
import { changeOwnData } from '../operations/own-data.ts'
import { areProofsLimited, codeAppOf, ownSessions } from '../operations/own-proofs.ts'
import { type Page, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { isOfPage } from './form-refusal.tsx'
import { OwnDataForm, type OwnDataTyped } from './profile-data.tsx'
import { OwnRoles, Proofs } from './profile-proofs.tsx'
import { Sessions } from './profile-sessions.tsx'
import { refusedWith } from './sign-in.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.profile,
  row: 'oneself',
  handle: (ask) => profilePage(ask),
})

const CHANGE = pageRoute({
  method: 'POST',
  path: PLACES.profile,
  row: 'editOwnData',
  form: { language: 'text', email: 'text', mobilePhone: 'text', version: 'text' },
  async handle({ form, ...ask }) {
    const { language, email, mobilePhone } = form
    const changed = await changeOwnData(ask, {
      ...{ language, email: email || null, mobilePhone: mobilePhone || null },
      expectedVersion: Number(form.version),
    })
    if (!changed.ok) return isOfPage(changed.problem) ? changed.problem : profilePage(ask, form, changed.problem)
    return { to: PLACES.profile, done: 'saved', cookies: [forgottenLanguageCookie()] }
  },
})

export const PROFILE_PAGES = [SHOW, CHANGE]

async function profilePage(ask: Ask, typed?: OwnDataTyped, refused?: Refusal): Promise<Page> {
  const { t, person } = ask
  const [codeApp, sessions, enterprises] = [await codeAppOf(ask), await ownSessions(ask), await myEnterprises(ask)]
  const isLimited = await areProofsLimited(ask)
  const title = t('profile.title')
  return {
    title: refused ? t('form.failed', { title }) : title,
    ...refusedWith(refused),
    body: (
      <>
        <Head title={title} lead={`${person.firstName} ${person.lastName}`} />
        <OwnDataForm ask={ask} typed={typed} refused={refused} />
        <Proofs ask={ask} codeApp={codeApp} isLimited={isLimited} />
        <Sessions ask={ask} sessions={sessions} />
        <OwnRoles ask={ask} enterprises={enterprises} />
      </>
    ),
  }
}
