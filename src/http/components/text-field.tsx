import { Field, type FieldProps } from './field.tsx'

type TextFieldProps = FieldProps & {
  readonly value?: string
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'date'
  /** As browsers know it: `username`, `current-password`, `new-password`, `one-time-code`, `email`, `off`. */
  readonly autocomplete?: string
  readonly inputMode?: 'numeric' | 'text'
  readonly isRequired?: boolean
  readonly lengthMax?: number
  /** The browser begins here. */
  readonly isFocused?: boolean
}

/** One line. The value of a password is never sent back. */
export function TextField({ value, type = 'text', ...props }: TextFieldProps) {
  const { name, autocomplete = 'off', inputMode, isRequired, lengthMax, isFocused } = props
  return (
    <Field
      {...props}
      control={({ id, describedBy, isWrong }) => (
        <input
          {...{ id, name, autocomplete }}
          type={type as 'text'} // the types want to know which one
          value={type === 'password' ? undefined : value}
          inputmode={inputMode}
          required={isRequired}
          maxlength={lengthMax}
          {...(isFocused && { autofocus: true })}
          spellcheck={false}
          aria-invalid={isWrong ? 'true' : undefined}
          aria-describedby={describedBy}
        />
      )}
    />
  )
}

/** Several lines, such as a public key. */
export function LinesField({
  value,
  rows = 4,
  ...props
}: FieldProps & { readonly value?: string; readonly rows?: number }) {
  return (
    <Field
      {...props}
      control={({ id, describedBy, isWrong }) => (
        <textarea
          id={id}
          name={props.name}
          rows={rows}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={isWrong ? 'true' : undefined}
          aria-describedby={describedBy}
          value={value}
        />
      )}
    />
  )
}
