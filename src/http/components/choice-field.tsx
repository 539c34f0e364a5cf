import type { Children } from '../elements.ts'
import { Field, FieldError, type FieldProps } from './field.tsx'

export type Option = { readonly value: string; readonly label: string }

/** One of many, in a list that opens. */
export function SelectField({
  options,
  value,
  ...props
}: FieldProps & { readonly options: readonly Option[]; readonly value?: string }) {
  return (
    <Field
      {...props}
      control={({ id, describedBy, isWrong }) => (
        <select id={id} name={props.name} aria-invalid={isWrong ? 'true' : undefined} aria-describedby={describedBy}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  )
}

export type Choice = { readonly value: string; readonly label: Children; readonly hint?: Children }

type ChoicesProps = {
  readonly name: string
  readonly legend: Children
  readonly hint?: Children
  readonly error?: Children
  readonly choices: readonly Choice[]
  /** The values that are chosen. */
  readonly chosen: readonly string[]
  /** `one`: radio buttons; `many`: checkboxes. */
  readonly take: 'one' | 'many'
}

/** A few choices, all in sight. */
export function ChoicesField({ name, legend, hint, error, choices, chosen, take }: ChoicesProps) {
  const isWrong = error !== undefined && error !== ''
  const describedBy = [hint && `${name}-hint`, isWrong && `${name}-error`].filter(Boolean).join(' ') || undefined
  return (
    <fieldset class={isWrong ? 'field wrong' : 'field'} id={name} aria-describedby={describedBy}>
      <legend>{legend}</legend>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {choices.map((choice) => (
        <Check
          key={choice.value}
          {...choice}
          {...{ name, id: `${name}-${choice.value}` }}
          type={take === 'one' ? 'radio' : 'checkbox'}
          isChecked={chosen.includes(choice.value)}
        />
      ))}
      {isWrong && <FieldError id={`${name}-error`}>{error}</FieldError>}
    </fieldset>
  )
}

type CheckProps = {
  readonly id?: string
  readonly name: string
  readonly type?: 'checkbox' | 'radio'
  readonly value?: string
  readonly label: Children
  readonly hint?: Children
  readonly isChecked?: boolean
}

/** One box to tick; its form field is a `flag`. */
export function Check({ name, id = name, type = 'checkbox', value = 'on', label, hint, isChecked }: CheckProps) {
  return (
    <div class="check">
      <input
        {...{ id, name, value }}
        type={type as 'checkbox'} // the types want to know which one
        checked={isChecked}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <div>
        <label for={id}>{label}</label>
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
