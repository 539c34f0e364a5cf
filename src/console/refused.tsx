import type { Refusal } from '../base/refusal.ts'
import { ButtonLink } from '../http/components/buttons.tsx'
import { RefusedNote, refusedDocument } from '../http/refused.tsx'
import type { Visit } from './ask.ts'
import type { Page } from './page-route.ts'
import { PLACES } from './places.ts'
import { type Say, toldRefusal } from './texts.ts'

/** A refusal in the visitor's language, for a page's own use above a form. */
export function Refused(asked: { readonly t: Say; readonly refusal: Refusal; readonly title?: string }) {
  return <RefusedNote {...asked} told={toldRefusal(asked.t, asked.refusal)} />
}

/** The page for what is refused as a whole. */
export function refusedPage({ t }: Pick<Visit, 't'>, refusal: Refusal): Page {
  const ways = <ButtonLink href={PLACES.overview}>{t('refused.home')}</ButtonLink>
  return refusedDocument({ t, refusal, told: toldRefusal(t, refusal) }, ways)
}
