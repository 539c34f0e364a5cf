import type { Children } from '../elements.ts'

type FormProps = {
  readonly action: string
  /** Of this visit; without it a form that changes something is refused (case W1). */
  readonly csrf: string
  /** The form sends files. */
  readonly hasFiles?: boolean
  /** In a frame of its own. */
  readonly isPanel?: boolean
  /** The id of the heading that names it. */
  readonly labelledBy?: string
  /** Fields that the person does not see, such as the version that was looked at. */
  readonly hidden?: Readonly<Record<string, string | number>>
  readonly children?: Children
}

/** A form that changes something: it posts, and the answer is a redirect or the page again with errors. */
export function Form({ action, csrf, hasFiles, isPanel, labelledBy, hidden = {}, children }: FormProps) {
  return (
    <form
      method="post"
      action={action}
      class={isPanel ? 'panel' : undefined}
      enctype={hasFiles ? 'multipart/form-data' : undefined}
      aria-labelledby={labelledBy}
      novalidate
    >
      <input type="hidden" name="csrf" value={csrf} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
      {children}
    </form>
  )
}
