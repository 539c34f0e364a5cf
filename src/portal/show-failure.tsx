/** Failures that no page foresaw, as a page in the visitor's language; a client of the API gets the problem document. */
import { type ShowProblem, showDocument } from '../http/answer-errors.ts'
import { ButtonLink } from '../http/components/buttons.tsx'
import { Facts, Id } from '../http/components/facts.tsx'
import { cookiesOf } from '../http/cookies.ts'
import { languageOf } from '../http/language.ts'
import type { HttpRequest } from '../http/listener.ts'
import { pageHeaders } from '../http/page.tsx'
import { PLACES } from './places.ts'
import { showPage } from './show-page.tsx'
import { isTextKey, sayIn, type TextKey } from './texts.ts'
import { addressOf } from './visit.ts'

export const showFailure: ShowProblem = (request, reply, body) => {
  const { path, query } = addressOf(request)
  if (path.startsWith('/REST/') || !wantsPage(request)) return showDocument(request, reply, body)
  const language = languageOf({
    ...{ asked: query.get('lang') ?? undefined, cookie: cookiesOf(request.headers.cookie).language },
    accepted: request.headers['accept-language'],
  })
  const t = sayIn(language)
  const message = t(messageKey(body.status))
  const page = {
    title: t('form.failed', { title: message }),
    body: (
      <>
        <h1>{message}</h1>
        <Facts facts={[[t('failure.reference'), <Id>{String(body.instance ?? request.id)}</Id>]]} />
        <p class="row buttons">
          <ButtonLink href={PLACES.overview}>{t('refused.home')}</ButtonLink>
        </p>
      </>
    ),
  }
  const html = showPage(page, { language, t, address: path, csrf: '' })
  return reply.code(body.status).headers(pageHeaders()).send(html)
}

function wantsPage({ headers }: HttpRequest): boolean {
  return headers.accept?.includes('text/html') === true
}

/** The text of the status itself, or of its kind. */
function messageKey(status: number): TextKey {
  const key = `failure.${status}`
  return isTextKey(key) ? key : status >= 500 ? 'failure.500' : 'failure.400'
}
