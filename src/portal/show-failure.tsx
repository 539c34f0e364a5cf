/** How the portal shows failures that no page foresaw. */
import { PORTAL_COOKIES } from '../http/cookies.ts'
import { failurePages } from '../http/failure-page.tsx'
import { PLACES } from './places.ts'
import { showPage } from './show-page.tsx'
import { isTextKey, type Say, sayIn } from './texts.ts'

export const showFailure = failurePages<Say>({
  isOfApi: (path) => path.startsWith('/REST/'),
  cookies: PORTAL_COOKIES,
  home: PLACES.overview,
  sayIn,
  messageOf(t, status) {
    const key = `failure.${status}`
    return isTextKey(key) ? t(key) : undefined
  },
  show: (page, framed) => showPage(page, { ...framed, csrf: '' }),
})
