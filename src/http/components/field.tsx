/** A field with its label, hint and error, tied together for readers by ids. The id of a field is its name. */
import type { Children } from '../elements.ts'
import { Icon } from './icon.tsx'

export type FieldProps = {
  readonly name: string
  readonly label: Children
  readonly hint?: Children
  readonly error?: Children
  /** Several fields of one name on a page need ids of their own. */
  readonly id?: string
}

type Described = { readonly id: string; readonly describedBy: string | undefined; readonly isWrong: boolean }

/** The frame of a field; `control` draws what is filled in. */
export function Field(props: FieldProps & { readonly control: (described: Described) => Children }) {
  const { name, label, hint, error, id = name, control } = props
  const isWrong = error !== undefined && error !== ''
  const describedBy = [hint && `${id}-hint`, isWrong && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div class={isWrong ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {control({ id, describedBy, isWrong })}
      {isWrong && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

type ErrorProps = {
  readonly id: string
  /** Until a script shows it, and then it is spoken. */
  readonly isHidden?: boolean
  readonly children?: Children
}

export function FieldError({ id, isHidden, children }: ErrorProps) {
  return (
    <p class="error" id={id} role={isHidden ? 'alert' : undefined} hidden={isHidden}>
      <Icon name="bad" />
      <span>{children}</span>
    </p>
  )
}
