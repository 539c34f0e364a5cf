/** The frame of every page; works without a script. Words come from whoever speaks the visitor's language. */
import type { Language } from '../../batch/languages.ts'
import type { Children } from '../elements.ts'
import { Icon, Sprite } from './icon.tsx'

export type ShellLink = { readonly href: string; readonly label: string }
export type NavLink = ShellLink & {
  readonly isCurrent?: boolean
  /** Another name under which people look for it. */
  readonly also?: string
}
/** The box in the bar that finds things from every page. */
export type SearchBox = { readonly action: string; readonly label: string; readonly hint: string }
/** The last one is the page itself, and may lack an address. */
export type Crumb = { readonly label: string; readonly href?: string }

export type ShellProps = {
  /** The portal is read, with its areas above the page; the console is worked with, and has them beside it. */
  readonly look: 'portal' | 'console'
  readonly words: {
    readonly product: string
    readonly skip: string
    readonly languages: string
    readonly menu: string
    readonly areas: string
    readonly path: string
    readonly zone: string
  }
  readonly home: string
  readonly language: Language
  readonly languages: readonly { readonly language: Language; readonly name: string; readonly href: string }[]
  /** Who is signed in, and the way out; nobody's pages have none. */
  readonly account?: Children
  /** In groups that belong together. */
  readonly nav: readonly (readonly NavLink[])[]
  readonly search?: SearchBox | undefined
  readonly crumbs: readonly Crumb[]
  readonly foot: readonly ShellLink[]
  readonly children?: Children
}

export function Shell(props: ShellProps) {
  const { look, words, crumbs, foot, children } = props
  return (
    <>
      <Sprite />
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <Bar {...props} />
      <div class={look === 'portal' ? 'page' : 'frame'}>
        <Nav {...props} />
        <main id="main" tabIndex={-1}>
          {crumbs.length > 0 && <Crumbs label={words.path} crumbs={crumbs} />}
          {children}
        </main>
      </div>
      <footer class={`foot ${look === 'portal' ? 'page' : ''}`.trim()}>
        {foot.map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
        <span>{words.zone}</span>
      </footer>
    </>
  )
}

function Nav({ words, nav, languages, language }: ShellProps) {
  const groups = nav.length > 0 ? nav : [[]]
  return (
    <nav class="nav" id="nav" popover="auto" aria-label={words.areas}>
      {groups.map((links, index) => (
        <ul key={links[0]?.href}>
          {links.map((link) => (
            <NavItem key={link.href} {...link} />
          ))}
          {index === groups.length - 1 && <OtherLanguages {...{ languages, language }} />}
        </ul>
      ))}
    </nav>
  )
}

function OtherLanguages({ languages, language }: Pick<ShellProps, 'languages' | 'language'>) {
  return (
    <>
      {languages
        .filter((other) => other.language !== language)
        .map((other) => (
          <li key={other.language} class="only-menu">
            <a href={other.href} lang={other.language} hreflang={other.language}>
              {other.name}
            </a>
          </li>
        ))}
    </>
  )
}

function NavItem({ href, label, isCurrent, also }: NavLink) {
  return (
    <li>
      <a href={href} aria-current={isCurrent ? 'page' : undefined} title={also}>
        {label}
        {also && <small class="only-menu">{also}</small>}
      </a>
    </li>
  )
}

function Bar({ look, words, home, language, languages, account, search }: ShellProps) {
  return (
    <header class={look === 'portal' ? 'bar page' : 'bar'}>
      <a class="mark" href={home}>
        <Icon name="mark" />
        {words.product}
      </a>
      {search && <Search {...search} />}
      <div class="end">
        <nav class="wide row" aria-label={words.languages}>
          {languages.map((other) => (
            <a
              key={other.language}
              href={other.href}
              lang={other.language}
              hreflang={other.language}
              aria-current={other.language === language ? 'true' : undefined}
            >
              {other.name}
            </a>
          ))}
        </nav>
        {account}
        <button type="button" class="btn small menu" popovertarget="nav">
          {words.menu}
        </button>
      </div>
    </header>
  )
}

function Crumbs({ label, crumbs }: { readonly label: string; readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={label}>
      <ol class="crumbs">
        {crumbs.map((crumb, index) => (
          <li key={crumb.label} aria-current={index === crumbs.length - 1 ? 'page' : undefined}>
            {crumb.href === undefined ? crumb.label : <a href={crumb.href}>{crumb.label}</a>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Search({ action, label, hint }: SearchBox) {
  return (
    <search class="seek">
      <form action={action}>
        <label class="off" for="seek">
          {label}
        </label>
        <input id="seek" name="q" type="search" placeholder={hint} />
        <kbd>/</kbd>
      </form>
    </search>
  )
}
