/** Collections in pages (spec access.md §13): the next page begins after a key, so that nothing is skipped or shown twice. */

export type Page<Item> = {
  readonly self: string
  readonly items: readonly Item[]
  readonly pageSize: number
  readonly next?: string
}

export const PAGE_SIZE = 50
export const PAGE_SIZE_MAX = 200

/**
 * `found`: one more than `pageSize` when there is more. `keyOf` tells the key that goes into the address of the next page; it must hold
 * nothing personal. `path`: with its query, but without `after`.
 */
export function pageOf<Item>(
  found: readonly Item[],
  { path, after, pageSize }: { readonly path: string; readonly after?: string | undefined; readonly pageSize: number },
  keyOf: (item: Item) => string,
): Page<Item> {
  const items = found.slice(0, pageSize)
  const last = items.at(-1)
  const isMore = found.length > pageSize && last !== undefined
  return {
    self: after === undefined ? path : withQuery(path, { after }),
    ...{ items, pageSize },
    ...(isMore && { next: withQuery(path, { after: keyOf(last) }) }),
  }
}

/** A path with these parameters set; one that is undefined or empty is taken away. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const [bare = '', query = ''] = path.split('?', 2)
  const all = new URLSearchParams(query)
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === '') all.delete(name)
    else all.set(name, value)
  }
  const text = all.toString()
  return text === '' ? bare : `${bare}?${text}`
}
