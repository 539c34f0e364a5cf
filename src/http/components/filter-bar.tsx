import type { Children } from '../elements.ts'

/** Fields that narrow a list. It goes into the address, so that a colleague can be sent the link. */
export function FilterBar({
  action,
  label,
  button,
  reset,
  children,
}: {
  readonly action: string
  readonly label: string
  readonly button: string
  /** The word for showing everything again, where something is narrowed. */
  readonly reset?: string
  readonly children?: Children
}) {
  return (
    <search aria-label={label}>
      <form class="filters" method="get" action={action}>
        {children}
        <button type="submit" class="btn">
          {button}
        </button>
        {reset && (
          <a class="btn bare" href={action}>
            {reset}
          </a>
        )}
      </form>
    </search>
  )
}
