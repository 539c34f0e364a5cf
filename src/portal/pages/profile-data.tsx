/** Where messages reach one, and in which language; neither name nor national number is changed here (matrix row 12). */
import type { Refusal } from '../../base/refusal.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import { Button, Buttons } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { Facts, Id } from '../../http/components/facts.tsx'
import { Faults } from '../../http/components/faults.tsx'
import { Form } from '../../http/components/form.tsx'
import { Section } from '../../http/components/section.tsx'
import { TextField } from '../../http/components/text-field.tsx'
import type { Ask } from '../ask.ts'
import { PLACES } from '../places.ts'
import { LANGUAGE_NAMES } from '../show-page.tsx'
import { type TextKey, toldRefusal } from '../texts.ts'
import { Refused } from './refused.tsx'

export type OwnDataTyped = {
  readonly language: string
  readonly email: string
  readonly mobilePhone: string
  readonly version: string
}

type OwnDataProps = {
  readonly ask: Ask
  /** What came back with an error. */
  readonly typed: OwnDataTyped | undefined
  readonly refused: Refusal | undefined
}

export function OwnDataForm({ ask, typed, refused }: OwnDataProps) {
  const { t, csrf, person } = ask
  const wrong = wrongField(refused)
  const { language, email, mobilePhone } = typed ?? person
  const message = refused ? Object.values(toldRefusal(t, refused)).join(' ') : ''
  const error = (name: string) => (wrong === name ? { error: message } : {})
  return (
    <Section id="own-data" title={t('profile.data')}>
      {wrong && (
        <Faults
          title={t('form.faults', { count: 1 })}
          faults={[{ name: wrong, label: t(`term.${wrong}` as TextKey), message }]}
        />
      )}
      {refused && !wrong && <Refused t={t} refusal={refused} />}
      <Facts facts={[[t('term.username'), person.username && <Id>{person.username}</Id>]]} />
      <Form action={PLACES.profile} csrf={csrf} isPanel labelledBy="own-data" hidden={{ version: person.version }}>
        <SelectField name="language" label={t('term.language')} options={OPTIONS} value={language} />
        <TextField
          name="email"
          type="email"
          label={t('term.email')}
          value={email ?? ''}
          autocomplete="email"
          {...error('email')}
        />
        <TextField
          name="mobilePhone"
          type="tel"
          label={t('term.mobilePhone')}
          hint={t('profile.mobilePhoneHint')}
          value={mobilePhone ?? ''}
          autocomplete="tel"
          {...error('mobilePhone')}
        />
        <Buttons>
          <Button kind="main">{t('button.save')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
}

const OPTIONS = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))

/** Undefined when it is not about one field. */
function wrongField(refused: Refusal | undefined): 'email' | 'mobilePhone' | undefined {
  const key = refused?.told?.key
  return key === 'email' || key === 'mobilePhone' ? key : undefined
}
