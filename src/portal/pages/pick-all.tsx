/** Chooses all rows of a list at once without a script: the page is shown again with every box ticked. */
import { withQuery } from '../../http/keyset.ts'
import type { Ask } from '../ask.ts'

export function isAllPicked({ query }: Pick<Ask, 'query'>): boolean {
  return query.get('pick') === 'all'
}

/** `self`: the address of the list with its filter. */
export function PickAll({ ask, self }: { readonly ask: Ask; readonly self: string }) {
  const isAll = isAllPicked(ask)
  return (
    <p class="row">
      <a href={withQuery(self, { pick: isAll ? undefined : 'all' })}>
        {ask.t(isAll ? 'list.pickNone' : 'list.pickAll')}
      </a>
    </p>
  )
}
