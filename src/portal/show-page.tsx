/** Puts a page into the frame of the portal. */
import { LANGUAGES, type Language } from '../batch/languages.ts'
import { scripts, styleSheet } from '../http/assets.ts'
import { Note } from '../http/components/note.tsx'
import { Shell, type ShellProps } from '../http/components/shell.tsx'
import { withQuery } from '../http/keyset.ts'
import { localPath } from '../http/local-path.ts'
import { renderDocument } from '../http/page.tsx'
import type { Visit } from './ask.ts'
import { navigation } from './navigation.ts'
import type { Page } from './page-route.ts'
import { PLACES } from './places.ts'
import { isTextKey, type Say } from './texts.ts'

/** What the frame needs of a visit; failures are shown before there is one. */
export type Framed = Pick<Visit, 'language' | 't' | 'address' | 'csrf'> & {
  readonly visit?: Visit
  /** Of what was just done: `done.<key>`. */
  readonly done?: string | undefined
}

const SHEET = styleSheet()
const SCRIPTS = scripts()

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  de: 'Deutsch',
  fr: 'Français',
  nl: 'Nederlands',
  en: 'English',
}

/** What is served beside the pages. */
export const PAGE_ASSETS = [SHEET, ...SCRIPTS.values()]

/** The whole document. */
export function showPage(page: Pick<Page, 'title' | 'body' | 'crumbs' | 'scripts'>, framed: Framed): string {
  const { t, language, visit, done } = framed
  const doneKey = `done.${done}`
  return renderDocument({
    ...{ language, look: 'portal', sheet: SHEET.path, title: `${page.title} · ${t('shell.product')}` },
    scripts: (page.scripts ?? []).flatMap((name) => SCRIPTS.get(name)?.path ?? []),
    children: (
      <Shell
        words={wordsIn(t)}
        home={PLACES.overview}
        language={language}
        languages={languageLinks(framed.address)}
        account={visit && <Account {...framed} />}
        nav={visit ? navigation(visit) : []}
        crumbs={page.crumbs ?? []}
        foot={[]}
      >
        {isTextKey(doneKey) && (
          <Note tone="good" isSpoken>
            {t(doneKey)}
          </Note>
        )}
        {page.body}
      </Shell>
    ),
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

/** To the same page; where nothing is, the address is whatever somebody wrote into a link, and may name another host (case W7). */
function languageLinks(address: string): ShellProps['languages'] {
  const here = localPath(address, PLACES.overview)
  return LANGUAGES.map((language) => ({
    ...{ language, name: LANGUAGE_NAMES[language] },
    href: withQuery(here, { lang: language, done: undefined }),
  }))
}

function wordsIn(t: Say): ShellProps['words'] {
  return {
    product: t('shell.product'),
    skip: t('shell.skip'),
    languages: t('shell.languages'),
    menu: t('shell.menu'),
    areas: t('shell.areas'),
    path: t('shell.path'),
    zone: t('shell.zone'),
  }
}
