import type { Children } from '../elements.ts'

/** A fact without a value is left out. */
export type Fact = readonly [key: string, value: Children]

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="kv">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .flatMap(([key, value]) => [<dt key={`${key} key`}>{key}</dt>, <dd key={key}>{value}</dd>])}
    </dl>
  )
}

/** An identifier: in type of equal width, and broken anywhere rather than cut. */
export function Id({ children }: { readonly children?: Children }) {
  return <span class="id">{children}</span>
}
