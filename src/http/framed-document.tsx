/** Puts a page into the frame of its listener. */
import { LANGUAGES, type Language } from '../batch/languages.ts'
import { scripts, styleSheet } from './assets.ts'
import { Note } from './components/note.tsx'
import { Shell, type ShellProps } from './components/shell.tsx'
import { withQuery } from './keyset.ts'
import { localPath } from './local-path.ts'
import { renderDocument } from './page.tsx'
import type { Page } from './page-answer.ts'
import type { SayFrame } from './refused.tsx'

export type Frame = Pick<ShellProps, 'look' | 'account' | 'nav' | 'search'> & {
  readonly language: Language
  readonly t: SayFrame
  /** What the listener is called, in the bar and in the title of the document. */
  readonly product: string
  readonly home: string
  /** Of the page, with its query: whatever somebody wrote into a link. */
  readonly address: string
  /** What was just done. */
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
export function framedDocument(page: Pick<Page, 'title' | 'body' | 'crumbs' | 'scripts'>, frame: Frame): string {
  const { language, look, t, product, home, done } = frame
  return renderDocument({
    ...{ language, look, sheet: SHEET.path, title: `${page.title} · ${product}` },
    scripts: (page.scripts ?? []).flatMap((name) => SCRIPTS.get(name)?.path ?? []),
    children: (
      <Shell
        {...{ look, home, language, account: frame.account, nav: frame.nav, search: frame.search }}
        words={wordsIn(t, product)}
        languages={languageLinks(frame)}
        crumbs={page.crumbs ?? []}
        foot={[]}
      >
        {done !== undefined && (
          <Note tone="good" isSpoken>
            {done}
          </Note>
        )}
        {page.body}
      </Shell>
    ),
  })
}

/** To the same page; where nothing is, the address is whatever somebody wrote into a link, and may name another host (case W7). */
function languageLinks({ address, home }: Frame): ShellProps['languages'] {
  const here = localPath(address, home)
  return LANGUAGES.map((language) => ({
    ...{ language, name: LANGUAGE_NAMES[language] },
    href: withQuery(here, { lang: language, done: undefined }),
  }))
}

function wordsIn(t: SayFrame, product: string): ShellProps['words'] {
  return {
    product,
    skip: t('shell.skip'),
    languages: t('shell.languages'),
    menu: t('shell.menu'),
    areas: t('shell.areas'),
    path: t('shell.path'),
    zone: t('shell.zone'),
  }
}
