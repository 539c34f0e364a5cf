/** Failures that no page foresaw, as a page in the visitor's language; a client of an API gets the problem document. */
import type { Language } from '../batch/languages.ts'
import { type ShowProblem, showDocument } from './answer-errors.ts'
import { addressOf } from './arrival.ts'
import { ButtonLink } from './components/buttons.tsx'
import { Facts, Id } from './components/facts.tsx'
import type { CookieJar } from './cookie-jar.ts'
import { languageOf } from './language.ts'
import type { HttpRequest } from './listener.ts'
import { pageHeaders } from './page.tsx'
import type { Page } from './page-answer.ts'
import type { SayFrame } from './refused.tsx'
import type { FRAME } from './texts/frame.ts'

/** A listener with pages, as far as a failure needs it. */
export type FailureSite<Say extends SayFrame> = {
  /** What programs ask for: never answered with a page. */
  isOfApi(path: string): boolean
  readonly cookies: Pick<CookieJar, 'read'>
  readonly home: string
  sayIn(language: Language): Say
  /** What a status is called, where it is called something of its own. */
  messageOf(t: Say, status: number): string | undefined
  show(page: Page, framed: { readonly language: Language; readonly t: Say; readonly address: string }): string
}

export function failurePages<Say extends SayFrame>(site: FailureSite<Say>): ShowProblem {
  return (request, reply, body) => {
    const { path, query } = addressOf(request)
    if (site.isOfApi(path) || !wantsPage(request)) return showDocument(request, reply, body)
    const language = languageOf({
      ...{ asked: query.get('lang') ?? undefined, cookie: site.cookies.read(request.headers.cookie).language },
      accepted: request.headers['accept-language'],
    })
    const t = site.sayIn(language)
    const message = site.messageOf(t, body.status) ?? t(kindOf(body.status))
    const reference = String(body.instance ?? request.id)
    const page = failurePage(t, { message, reference, home: site.home })
    return reply
      .code(body.status)
      .headers(pageHeaders())
      .send(site.show(page, { language, t, address: path }))
  }
}

type Failure = { readonly message: string; readonly reference: string; readonly home: string }

function failurePage(t: SayFrame, { message, reference, home }: Failure): Page {
  return {
    title: t('form.failed', { title: message }),
    body: (
      <>
        <h1>{message}</h1>
        <Facts facts={[[t('failure.reference'), <Id>{reference}</Id>]]} />
        <p class="row buttons">
          <ButtonLink href={home}>{t('refused.home')}</ButtonLink>
        </p>
      </>
    ),
  }
}

function wantsPage({ headers }: HttpRequest): boolean {
  return headers.accept?.includes('text/html') === true
}

function kindOf(status: number): keyof typeof FRAME & `failure.${number}` {
  return status >= 500 ? 'failure.500' : 'failure.400'
}
