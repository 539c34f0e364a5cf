import type { Refusal } from '../../base/refusal.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Note } from '../../http/components/note.tsx'
import { Head } from '../../http/components/section.tsx'
import { stepCookie } from '../../http/cookies.ts'
import { withQuery } from '../../http/keyset.ts'
import type { Visit } from '../ask.ts'
import { beginWebEid, finishWebEid } from '../operations/sign-in-by-card.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { signInPage } from './sign-in.tsx'
import { back, purposeOf } from './sign-in-elsewhere.tsx'

const SHOW = pageRoute({
  method: 'GET',
  path: PLACES.webEid,
  row: 'anybody',
  handle: (visit) => webEidAnswer(visit),
})

const TAKE = pageRoute({
  method: 'POST',
  path: PLACES.webEid,
  row: 'anybody',
  form: { token: 'text' },
  handle: async ({ form, ...visit }) => back(visit, await finishWebEid(visit, form.token)),
})

/** The card in the reader answers our challenge through an extension of the browser (spec access.md §8.2b). The one page that needs a script. */
export const SIGN_IN_WEB_EID_PAGES = [SHOW, TAKE]

/** Each time with a new challenge. */
async function webEidAnswer(visit: Visit, refused?: Refusal): Promise<PageAnswer> {
  const begun = await beginWebEid(visit, purposeOf(visit))
  if (!begun.ok) return signInPage(visit, { refused: refused ?? begun.problem })
  const { t, csrf, language, query } = visit
  const { attemptSeconds } = visit.ground.identity.signIn.rules()
  const asked = { returnTo: query.get('returnTo') ?? undefined }
  return {
    title: t('signIn.byWebEid'),
    scripts: ['web-eid'],
    cookies: [stepCookie('attempt', begun.value.attempt, attemptSeconds)],
    body: (
      <>
        <Head title={t('signIn.byWebEid')} lead={t('webEid.lead')} />
        <noscript>
          <Note tone="warn">{t('webEid.noScript')}</Note>
        </noscript>
        <div id="web-eid" data-nonce={begun.value.nonce} data-language={language}>
          <p role="alert" hidden data-tell="missing">
            {t('webEid.missing')}
          </p>
          <p role="alert" hidden data-tell="failed">
            {t('webEid.failed')}
          </p>
          <p role="status" hidden data-tell="waiting">
            {t('webEid.waiting')}
          </p>
          <Form action={PLACES.webEid} csrf={csrf} hidden={{ token: '' }}>
            <Buttons>
              <Button kind="main">{t('webEid.start')}</Button>
              <ButtonLink kind="bare" href={withQuery(PLACES.signIn, asked)}>
                {t('webEid.otherWay')}
              </ButtonLink>
            </Buttons>
          </Form>
        </div>
      </>
    ),
  }
}
