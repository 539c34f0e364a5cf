/** The technical user as a form (spec access.md §3): a person at the enterprise whom one can call, not a machine. */
import { LANGUAGES } from '../../../batch/languages.ts'
import { SelectField } from '../../../http/components/choice-field.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import type { Contact } from '../../../registry/technical-users.ts'
import type { Say } from '../../texts.ts'
import { LANGUAGE_WORDS } from './overview-technical.tsx'
import type { ReportsPage } from './place.ts'
import { missingFields, type Wrong } from './wrong.tsx'

export const CONTACT_FORM = {
  lastName: 'text',
  firstName: 'text',
  email: 'text',
  phone: 'text',
  language: 'text',
} as const

export type ContactForm = Readonly<Record<keyof typeof CONTACT_FORM, string>>

/** By the key of a refusal. */
export const CONTACT_FAULTS = {
  contactLastName: 'lastName',
  contactFirstName: 'firstName',
  contactEmail: 'email',
  contactPhone: 'phone',
}

export function contactLabels(t: Say): Readonly<Record<string, string>> {
  return {
    ...{ lastName: t('term.lastName'), firstName: t('term.firstName'), email: t('term.email') },
    ...{ phone: t('reports.phone'), language: t('term.language') },
  }
}

export function emptyContactFields(ask: ReportsPage, form: ContactForm): Wrong {
  return missingFields(ask, form, ['lastName', 'firstName', 'email', 'phone'])
}

/** A language that is none of ours is left out. */
export function contactIn({ language, ...names }: ContactForm): Contact {
  const spoken = LANGUAGES.find((one) => one === language)
  return { ...names, ...(spoken && { language: spoken }) }
}

/** As the form shows a contact, or a new one in the visitor's language. */
export function contactForm({ language }: ReportsPage, contact: Contact | null | undefined): ContactForm {
  const { lastName = '', firstName = '', email = '', phone = '' } = contact ?? {}
  return { lastName, firstName, email, phone, language: contact?.language ?? language }
}

export function ContactFields({
  t,
  values,
  wrong: { errors },
}: {
  readonly t: Say
  readonly values: ContactForm
  readonly wrong: Wrong
}) {
  const labels = contactLabels(t)
  const field = (name: keyof ContactForm) => ({
    name,
    label: labels[name],
    error: errors[name],
    value: values[name],
    isRequired: true,
  })
  return (
    <>
      <TextField {...field('lastName')} lengthMax={100} />
      <TextField {...field('firstName')} lengthMax={100} />
      <TextField {...field('email')} type="email" hint={t('reports.emailHint')} />
      <TextField {...field('phone')} type="tel" hint={t('reports.phoneHint')} />
      <SelectField
        {...{ name: 'language', label: labels.language, value: values.language }}
        options={LANGUAGES.map((language) => ({ value: language, label: t(LANGUAGE_WORDS[language]) }))}
      />
    </>
  )
}
