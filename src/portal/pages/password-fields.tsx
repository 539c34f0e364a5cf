/** A new password, typed twice, with the rule beside it and everything that is wrong with it at once (spec access.md §7). */
import type { Refusal } from '../../base/refusal.ts'
import { Faults } from '../../http/components/faults.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { PasswordRefusal } from '../../identity/passwords/choose-password.ts'
import type { Visit } from '../ask.ts'
import type { Say, TextKey } from '../texts.ts'
import { Refused } from './refused.tsx'

type Wrong = { readonly password: string; readonly confirmation: string }

/** Above the form: each fault a link to its field; a refusal of another kind as it is. */
export function PasswordFaults({ visit, refused }: { readonly visit: Visit; readonly refused: Refusal | undefined }) {
  if (!refused) return null
  const { t } = visit
  const wrong = wrongIn(visit, refused)
  if (!wrong) return <Refused t={t} refusal={refused} />
  const faults = [
    { name: 'password', label: t('password.new'), message: wrong.password },
    { name: 'confirmation', label: t('password.again'), message: wrong.confirmation },
  ].filter(({ message }) => message !== '')
  return <Faults title={t('form.faults', { count: faults.length })} faults={faults} />
}

export function PasswordFields({ visit, refused }: { readonly visit: Visit; readonly refused: Refusal | undefined }) {
  const { t } = visit
  const { password = '', confirmation = '' } = (refused && wrongIn(visit, refused)) ?? {}
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
function wrongIn({ t, ground }: Visit, refused: Refusal): Wrong | undefined {
  if (!('faults' in refused)) return undefined
  const { faults } = refused as PasswordRefusal
  const { lengthMax } = ground.identity.passwordRules()
  const told = (about: readonly string[]) => about.map((fault) => t(keyOf(fault), { lengthMax })).join(' ')
  return {
    password: told(faults.filter((fault) => fault !== MISMATCH)),
    confirmation: told(faults.filter((fault) => fault === MISMATCH)),
  }
}

/** Of the official page (spec access.md §7). */
const SPECIAL = "; : = ? . / + * $ % > < & @ # ' ( ! { } ) -"
const MISMATCH = 'passwordConfirmationMismatch'

function keyOf(fault: string): TextKey & Parameters<Say>[0] {
  return `refusal.${fault}.cause` as TextKey
}
