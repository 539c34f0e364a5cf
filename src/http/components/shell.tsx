/** The frame of every page of the portal; works without a script. Words come from whoever speaks the visitor's language. */
import type { Language } from '../../batch/languages.ts'
import type { Children } from '../elements.ts'
import { Icon, Sprite } from './icon.tsx'

export type ShellLink = { readonly href: string; readonly label: string }
export type NavLink = ShellLink & {
  readonly isCurrent?: boolean
  /** Another name under which people look for it. */
  readonly also?: string
}
/** The last one is the page itself, and may lack an address. */
export type Crumb = { readonly label: string; readonly href?: string }

export type ShellProps = {
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
  readonly nav: readonly NavLink[]
  readonly crumbs: readonly Crumb[]
  readonly foot: readonly ShellLink[]
  readonly children?: Children
}

export function Shell(props: ShellProps) {
  const { words, crumbs, foot, children } = props
  return (
    <>
      <Sprite />
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <Bar {...props} />
      <div class="page">
        <Nav {...props} />
        <main id="main" tabIndex={-1}>
          {crumbs.length > 0 && <Crumbs label={words.path} crumbs={crumbs} />}
          {children}
        </main>
      </div>
      <footer class="foot page">
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
  return (
    <nav class="nav" id="nav" popover="auto" aria-label={words.areas}>
      <ul>
        {nav.map(({ href, label, isCurrent, also }) => (
          <li key={href}>
            <a href={href} aria-current={isCurrent ? 'page' : undefined} title={also}>
              {label}
              {also && <small class="only-menu">{also}</small>}
            </a>
          </li>
        ))}
        {languages
          .filter((other) => other.language !== language)
          .map((other) => (
            <li key={other.language} class="only-menu">
              <a href={other.href} lang={other.language} hreflang={other.language}>
                {other.name}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}

function Bar({ words, home, language, languages, account }: ShellProps) {
  return (
    <header class="bar page">
      <a class="mark" href={home}>
        <Icon name="mark" />
        {words.product}
      </a>
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
