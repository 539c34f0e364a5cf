import type { Children } from '../elements.ts'

/** `main`: the one thing that the page is for. `bare`: a way out. `danger`: ends or takes away something. */
export type ButtonKind = 'main' | 'usual' | 'bare' | 'danger' | 'small' | 'plain'

type ButtonProps = {
  readonly kind?: ButtonKind
  /** Sent with the form, to tell several buttons of one form apart. */
  readonly name?: string
  readonly value?: string
  readonly children?: Children
}

/** Sends the form around it. */
export function Button({ kind = 'usual', name, value, children }: ButtonProps) {
  return (
    <button type="submit" class={classOf(kind)} name={name} value={value}>
      {children}
    </button>
  )
}

/** Goes somewhere, and changes nothing. */
export function ButtonLink({
  kind = 'usual',
  href,
  children,
}: {
  readonly kind?: ButtonKind
  readonly href: string
  readonly children?: Children
}) {
  return (
    <a class={classOf(kind)} href={href}>
      {children}
    </a>
  )
}

/** The last row of a form. */
export function Buttons({ children }: { readonly children?: Children }) {
  return <div class="row buttons">{children}</div>
}

function classOf(kind: ButtonKind): string {
  return kind === 'usual' ? 'btn' : `btn ${kind}`
}
