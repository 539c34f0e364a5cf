import type { Children } from '../elements.ts'

/** How much of a validity is left: the word, and a bar that repeats it. `share`: from 0 to 1. */
export function DaysLeft({
  share,
  isSoon,
  children,
}: {
  readonly share: number
  readonly isSoon: boolean
  readonly children?: Children
}) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <>
      {isSoon ? <strong class="is-warn">{children}</strong> : children}
      <svg class={isSoon ? 'left is-warn' : 'left'} aria-hidden="true">
        <rect class="bed" width="100%" height="100%" />
        <rect width={`${percent}%`} height="100%" />
      </svg>
    </>
  )
}
