/** The online services of a quality, and the environments in which they are used. */
import { ENVIRONMENTS, isEnvironment } from '../../../batch/environment.ts'
import { ChoicesField } from '../../../http/components/choice-field.tsx'
import type { ServiceChoice } from '../../../registry/service-choice.ts'
import type { Say } from '../../texts.ts'
import { ServiceName } from './overview-tables.tsx'
import type { ReportsPage } from './place.ts'
import { ENVIRONMENT_WORDS } from './words.ts'
import type { Wrong } from './wrong.tsx'

export const SERVICES_FORM = { services: 'list', environments: 'list' } as const

/** By the key of a refusal. */
export const SERVICE_FAULTS = {
  noServiceChosen: 'services',
  serviceNotOffered: 'services',
  serviceNotForQuality: 'services',
}

export function choiceIn(form: Readonly<Record<keyof typeof SERVICES_FORM, readonly string[]>>): ServiceChoice {
  return { services: [...new Set(form.services)], environments: form.environments.filter(isEnvironment) }
}

export function serviceLabels(t: Say): Readonly<Record<string, string>> {
  return { services: t('term.onlineServices'), environments: t('reports.environments') }
}

type Props = { readonly ask: ReportsPage; readonly choice: ServiceChoice; readonly wrong: Wrong }

export function ServiceFields({ ask, choice, wrong: { errors } }: Props) {
  const { t, ground, params } = ask
  const { services, qualities } = ground.reports.offer()
  const allowed = qualities.find(({ code }) => code === params.qualityCode)?.services ?? []
  const offered = services.filter(({ code }) => allowed.length === 0 || allowed.includes(code))
  return (
    <>
      <ChoicesField
        {...{ name: 'services', legend: t('term.onlineServices'), error: errors.services, take: 'many' }}
        hint={t('reports.servicesHint')}
        chosen={choice.services}
        choices={offered.map(({ code }) => ({ value: code, label: <ServiceName ask={ask} code={code} /> }))}
      />
      <ChoicesField
        {...{ name: 'environments', legend: t('reports.environments'), error: errors.environments, take: 'many' }}
        hint={t('reports.environmentsHint')}
        chosen={choice.environments}
        choices={ENVIRONMENTS.map((one) => ({ value: one, label: `${one} · ${t(ENVIRONMENT_WORDS[one])}` }))}
      />
    </>
  )
}
