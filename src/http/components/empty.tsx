import type { Children } from '../elements.ts'

/** Nothing is here: a state that is told, not an empty space. */
export function Empty({ children, action }: { readonly children?: Children; readonly action?: Children }) {
  return (
    <div class="none">
      <p>{children}</p>
      {action && <p class="row">{action}</p>}
    </div>
  )
}
