import type { Refusal } from '../../base/refusal.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import { SelectField } from '../../http/components/choice-field.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { TypedPerson } from '../operations/new-person.ts'
import type { Say } from '../texts.ts'
import { errorAt } from './form-refusal.tsx'

/** The fields of a form, for `pageRoute`. */
export const PERSON_FORM = {
  lastName: 'text',
  firstName: 'text',
  ssin: 'text',
  language: 'text',
  email: 'text',
  mobilePhone: 'text',
} as const

export function personLabels(t: Say): Readonly<Record<string, string>> {
  return {
    lastName: t('term.lastName'),
    firstName: t('term.firstName'),
    ssin: t('term.nationalNumber'),
    language: t('term.language'),
    email: t('term.email'),
    mobilePhone: t('term.mobilePhone'),
  }
}

/** Who somebody is. Without a national number both ways to reach the person are needed. */
export function PersonFields({
  t,
  typed,
  refused,
}: {
  readonly t: Say
  readonly typed: Partial<TypedPerson>
  readonly refused: Refusal | undefined
}) {
  const labels = personLabels(t)
  const field = (name: keyof TypedPerson) => ({
    ...{ name, label: labels[name] ?? name, value: typed[name] ?? '' },
    ...errorAt(t, refused, name),
  })
  return (
    <>
      <TextField {...field('lastName')} lengthMax={100} />
      <TextField {...field('firstName')} lengthMax={100} />
      <TextField {...field('ssin')} hint={t('person.ssinHint')} inputMode="numeric" lengthMax={20} />
      <SelectField
        {...field('language')}
        options={LANGUAGES.map((value) => ({ value, label: t(`personLanguage.${value}`) }))}
      />
      <TextField {...field('email')} type="email" hint={t('person.emailHint')} lengthMax={254} />
      <TextField {...field('mobilePhone')} type="tel" hint={t('person.mobileHint')} lengthMax={30} />
    </>
  )
}
