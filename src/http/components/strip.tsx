import type { Fact } from './facts.tsx'

/** A few facts side by side, each below its name; one without a value is left out. */
export function Strip({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="strip">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
