import type { Children } from '../elements.ts'

export type TimelineEntry = {
  readonly at: Date
  /** The time as it is read. */
  readonly time: string
  readonly title: Children
  readonly detail?: Children
  /** `kept`: committed; `bad`: it ended here; `open`: not yet. */
  readonly kind: 'kept' | 'bad' | 'open'
}

export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol class="timeline">
      {entries.map(({ at, time, title, detail, kind }) => (
        <li key={at.toISOString()} class={kind === 'open' ? undefined : kind}>
          <time dateTime={at.toISOString()}>{time}</time>
          <div>
            <strong>{title}</strong>
            {detail && <p>{detail}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** A moment in a text or table, exact for machines. */
export function Moment({ at, children }: { readonly at: Date; readonly children?: Children }) {
  return <time dateTime={at.toISOString()}>{children}</time>
}
