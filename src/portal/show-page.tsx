/** Puts a page into the frame of the portal. */
import { framedDocument } from '../http/framed-document.tsx'
import type { Visit } from './ask.ts'
import { navigation } from './navigation.ts'
import type { Page } from './page-route.ts'
import { PLACES } from './places.ts'
import { isTextKey } from './texts.ts'

export { LANGUAGE_NAMES, PAGE_ASSETS } from '../http/framed-document.tsx'

/** What the frame needs of a visit; failures are shown before there is one. */
export type Framed = Pick<Visit, 'language' | 't' | 'address' | 'csrf'> & {
  readonly visit?: Visit
  /** Of what was just done: `done.<key>`. */
  readonly done?: string | undefined
}

/** The whole document. */
export function showPage(page: Pick<Page, 'title' | 'body' | 'crumbs' | 'scripts'>, framed: Framed): string {
  const { t, language, address, visit, done } = framed
  const doneKey = `done.${done}`
  return framedDocument(page, {
    ...{ language, t, address, look: 'portal', product: t('shell.product'), home: PLACES.overview },
    account: visit && <Account {...framed} />,
    nav: visit ? [navigation(visit)] : [],
    done: isTextKey(doneKey) ? t(doneKey) : undefined,
  })
}

function Account({ t, csrf, visit }: Framed) {
  if (!visit?.member) return <a href={PLACES.signIn}>{t('shell.signIn')}</a>
  return (
    <form method="post" action={PLACES.signOut}>
      <input type="hidden" name="csrf" value={csrf} />
      <button type="submit" class="btn small bare">
        {t('shell.signOut')}
      </button>
    </form>
  )
}
