import { TextField } from '../http/components/text-field.tsx'
import { REASON_MAX } from './operations/reason.ts'
import type { Say } from './texts.ts'

type ReasonFieldProps = {
  readonly t: Say
  readonly value?: string
  readonly error?: string
  /** Several forms of one page need ids of their own. */
  readonly id?: string
  readonly isFocused?: boolean
}

/** Why something is done: dangerous actions ask for it instead of "are you sure". Named `reason`. */
export function ReasonField({ t, ...rest }: ReasonFieldProps) {
  return (
    <TextField
      name="reason"
      label={t('reason.label')}
      hint={t('reason.hint')}
      lengthMax={REASON_MAX}
      isRequired
      {...rest}
    />
  )
}
