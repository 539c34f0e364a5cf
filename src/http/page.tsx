/** Renders a document, and says what a browser may do with it. Everything printed is escaped (case W2). */
import { renderToString } from 'preact-render-to-string'
import type { Language } from '../batch/languages.ts'
import type { Children } from './elements.ts'

export type Document = {
  readonly language: Language
  readonly title: string
  /** `portal` or `console`. */
  readonly look: string
  readonly sheet: string
  /** Paths of scripts; a page works without them. */
  readonly scripts?: readonly string[]
  readonly children?: Children
}

export const PAGE_MEDIA_TYPE = 'text/html; charset=utf-8'

export function renderDocument({ language, title, look, sheet, scripts = [], children }: Document): string {
  const html = renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href={sheet} />
        <link rel="icon" href="data:," />
        {scripts.map((path) => (
          <script key={path} type="module" src={path} />
        ))}
      </head>
      <body class={look}>{children}</body>
    </html>,
  )
  return `<!doctype html>${html}`
}

export type PageAllows = {
  /** The page has a script, which may talk to us. */
  readonly script?: boolean
  /** Other origins to which a form of the page may lead, also by a redirect: an identity provider. */
  readonly formTargets?: readonly string[]
}

/**
 * Beside the headers of every answer. Styles and forms are ours alone, scripts where a page has one; nothing inline runs (cases W2, W3).
 * Browsers tell our own pages where a form came from, and nobody else: without a referrer a form would have the origin `null`.
 */
export function pageHeaders({ script = false, formTargets = [] }: PageAllows = {}): Readonly<Record<string, string>> {
  const policy = [
    ...["default-src 'none'", "style-src 'self'", "img-src 'self' data:", "font-src 'none'"],
    ...(script ? ["script-src 'self'", "connect-src 'self'"] : []),
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    ...["frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"],
  ]
  return {
    'content-type': PAGE_MEDIA_TYPE,
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  }
}
