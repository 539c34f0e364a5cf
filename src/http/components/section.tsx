import type { Children } from '../elements.ts'
import { FOCUSED } from '../focused.ts'

type SectionProps = {
  /** Unique on the page. */
  readonly id: string
  readonly title: Children
  /** Beside the title: a link, a state, a time. */
  readonly aside?: Children
  readonly children?: Children
}

/** A ruled part of a page, named by its heading. */
export function Section({ id, title, aside, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <div class="title">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** The head of a page: its one question, answered, and what can be done about the whole. */
export function Head({
  title,
  lead,
  actions,
  isReached = false,
}: {
  readonly title: Children
  readonly lead?: Children
  readonly actions?: Children
  /** The page is what a form has led to. */
  readonly isReached?: boolean
}) {
  return (
    <div class="head">
      <div>
        <h1 {...(isReached && FOCUSED)}>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {actions && <div class="row">{actions}</div>}
    </div>
  )
}

/** Sections beside each other where there is room. */
export function Columns({ children }: { readonly children?: Children }) {
  return <div class="cols">{children}</div>
}
