/** Puts a page into the frame of the console. */
import type { Children } from '../http/elements.ts'
import { framedDocument } from '../http/framed-document.tsx'
import type { Visit } from './ask.ts'
import { navigation } from './navigation.ts'
import type { Page } from './page-route.ts'
import { PLACES } from './places.ts'
import { isTextKey, type Say } from './texts.ts'

/** What the frame needs; failures are shown before it is known who asks. */
export type Framed = Pick<Visit, 'language' | 't' | 'address'> & {
  readonly visit?: Visit
  readonly done?: string | undefined
}

export function showPage(page: Page, { t, language, address, visit, done }: Framed): string {
  const doneKey = `done.${done}`
  const isInside = visit?.signedIn !== null && visit !== undefined
  return framedDocument(page, {
    ...{ language, t, address, look: 'console', product: t('shell.product'), home: PLACES.overview },
    account: isInside && <Account {...visit} />,
    nav: visit ? navigation(visit) : [],
    search: isInside ? searchBox(t) : undefined,
    done: isTextKey(doneKey) ? t(doneKey) : undefined,
  })
}

function searchBox(t: Say) {
  return { action: PLACES.submissions, label: t('shell.search'), hint: t('shell.searchHint') }
}

function Account({ t, csrf, signedIn }: Visit): Children {
  return (
    <>
      <a href={PLACES.profile}>{signedIn?.operator.name}</a>
      <form method="post" action={PLACES.signOut}>
        <input type="hidden" name="csrf" value={csrf} />
        <button type="submit" class="btn small bare">
          {t('shell.signOut')}
        </button>
      </form>
    </>
  )
}
