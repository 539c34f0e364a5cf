import type { Refusal } from '../../base/refusal.ts'
import { ButtonLink } from '../../http/components/buttons.tsx'
import { RefusalNote } from '../../http/components/refusal-note.tsx'
import { statusOf } from '../../http/refusal-problem.ts'
import type { Visit } from '../ask.ts'
import type { Page } from '../page-route.ts'
import { PLACES, withReturn } from '../places.ts'
import { type Say, toldRefusal } from '../texts.ts'

/** A refusal in the visitor's language, for a page's own use above a form. */
export function Refused({
  t,
  refusal,
  title = t('refused.title'),
}: {
  readonly t: Say
  readonly refusal: Refusal
  readonly title?: string
}) {
  const { cause, remedy } = toldRefusal(t, refusal)
  const words = {
    seen: t('refused.seen'),
    expected: t('refused.expected'),
    remedy: t('refused.remedy'),
    code: t('refused.code'),
  }
  return <RefusalNote title={title} words={words} seen={cause} remedy={remedy} code={refusal.code} />
}

/** The page for what is refused as a whole. `before`: the page from which it was asked, to come back to after a fresh sign-in. */
export function refusedPage({ t }: Visit, refusal: Refusal, before: string | undefined): Page {
  return {
    title: t('form.failed', { title: t('refused.title') }),
    status: statusOf(refusal),
    body: (
      <>
        <h1>{t('refused.title')}</h1>
        <Refused t={t} refusal={refusal} />
        <p class="row buttons">
          {refusal.code === 'SLU-REAUTH' && (
            <ButtonLink kind="main" href={withReturn(PLACES.signInAgain, before)}>
              {t('refused.again')}
            </ButtonLink>
          )}
          <ButtonLink href={PLACES.overview}>{t('refused.home')}</ButtonLink>
        </p>
      </>
    ),
  }
}
