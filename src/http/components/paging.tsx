import type { Children } from '../elements.ts'

/** Below a list: how much is shown, and the way on. Nothing when all is in sight. */
export function Paging({
  label,
  shown,
  first,
  next,
}: {
  readonly label: string
  readonly shown: Children
  readonly first?: { readonly href: string; readonly label: string } | undefined
  readonly next?: { readonly href: string; readonly label: string } | undefined
}) {
  if (!first && !next) return null
  return (
    <nav class="paging" aria-label={label}>
      <span class="quiet">{shown}</span>
      <span class="row">
        {first && (
          <a class="btn" href={first.href}>
            {first.label}
          </a>
        )}
        {next && (
          <a class="btn" href={next.href} rel="next">
            {next.label}
          </a>
        )}
      </span>
    </nav>
  )
}
