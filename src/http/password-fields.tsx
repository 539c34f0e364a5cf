/** A new password, typed twice, with the rule beside it and everything that is wrong with it at once (spec access.md §7). */
import type { Refusal } from '../base/refusal.ts'
import { Faults } from './components/faults.tsx'
import { TextField } from './components/text-field.tsx'
import type { Children } from './elements.ts'
import type { Speak } from './language.ts'
import type { CREDENTIAL_REFUSALS } from './texts/credential-refusals.ts'
import type { CREDENTIALS } from './texts/credentials.ts'
import type { FRAME } from './texts/frame.ts'

export type CredentialKey = keyof typeof CREDENTIALS | keyof typeof CREDENTIAL_REFUSALS | keyof typeof FRAME

type Asked = {
  readonly t: Speak<CredentialKey>
  /** Most characters. */
  readonly lengthMax: number
  readonly refused: Refusal | undefined
}

/** Above the form: each fault a link to its field; a refusal of another kind as `others` show it. */
export function PasswordFaults({ others, ...asked }: Asked & { readonly others: (refused: Refusal) => Children }) {
  const { t, refused } = asked
  if (!refused) return null
  const wrong = wrongIn(asked)
  if (!wrong) return <>{others(refused)}</>
  const faults = [
    { name: 'password', label: t('password.new'), message: wrong.password },
    { name: 'confirmation', label: t('password.again'), message: wrong.confirmation },
  ].filter(({ message }) => message !== '')
  return <Faults title={t('form.faults', { count: faults.length })} faults={faults} />
}

export function PasswordFields(asked: Asked) {
  const { t } = asked
  const { password = '', confirmation = '' } = wrongIn(asked) ?? {}
  const kind = { type: 'password', autocomplete: 'new-password', isRequired: true } as const
  return (
    <>
      <TextField
        {...kind}
        name="password"
        label={t('password.new')}
        hint={t('password.rule', { special: SPECIAL })}
        error={password}
      />
      <TextField {...kind} name="confirmation" label={t('password.again')} error={confirmation} />
    </>
  )
}

/** Undefined for a refusal that is not about the password itself. */
function wrongIn({ t, lengthMax, refused }: Asked): Record<'password' | 'confirmation', string> | undefined {
  if (!refused || !('faults' in refused)) return undefined
  const faults = refused.faults as readonly string[]
  const told = (about: readonly string[]) => about.map((fault) => t(keyOf(fault), { lengthMax })).join(' ')
  return {
    password: told(faults.filter((fault) => fault !== MISMATCH)),
    confirmation: told(faults.filter((fault) => fault === MISMATCH)),
  }
}

/** Of the official page (spec access.md §7). */
const SPECIAL = "; : = ? . / + * $ % > < & @ # ' ( ! { } ) -"
const MISMATCH = 'passwordConfirmationMismatch'

function keyOf(fault: string): CredentialKey {
  return `refusal.${fault}.cause` as CredentialKey
}
