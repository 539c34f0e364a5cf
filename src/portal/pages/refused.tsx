import type { Refusal } from '../../base/refusal.ts'
import { ButtonLink } from '../../http/components/buttons.tsx'
import { RefusedNote, refusedDocument } from '../../http/refused.tsx'
import type { Visit } from '../ask.ts'
import type { Page } from '../page-route.ts'
import { PLACES, withReturn } from '../places.ts'
import { type Say, toldRefusal } from '../texts.ts'

/** A refusal in the visitor's language, for a page's own use above a form. */
export function Refused(asked: { readonly t: Say; readonly refusal: Refusal; readonly title?: string }) {
  return <RefusedNote {...asked} told={toldRefusal(asked.t, asked.refusal)} />
}

/** The page for what is refused as a whole. `before`: the page from which it was asked, to come back to after a fresh sign-in. */
export function refusedPage({ t }: Visit, refusal: Refusal, before: string | undefined): Page {
  return refusedDocument(
    { t, refusal, told: toldRefusal(t, refusal) },
    <>
      {refusal.code === 'SLU-REAUTH' && (
        <ButtonLink kind="main" href={withReturn(PLACES.signInAgain, before)}>
          {t('refused.again')}
        </ButtonLink>
      )}
      <ButtonLink href={PLACES.overview}>{t('refused.home')}</ButtonLink>
    </>,
  )
}
