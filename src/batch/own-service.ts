import type { Environment } from './environment.ts'
import type { Language } from './languages.ts'

type OwnService = {
  readonly code: string
  readonly environments: readonly Environment[]
  readonly roots: readonly string[]
  readonly identifications: readonly string[]
  readonly formless: boolean
  readonly labels: Readonly<Record<Language, string>>
}

/**
 * rule 23.11: what the self-test sends to. The gateway is the service itself: a set is delivered by the commit that would otherwise have made it
 * wait, so nothing of it reaches a queue, a target or an online service. No sender but the gateway's own can choose it.
 */
export const OWN_SERVICE: OwnService = {
  code: 'SELF',
  environments: ['S'],
  roots: ['SelfTest'],
  identifications: [],
  formless: true,
  labels: { de: 'Selbsttest', fr: 'Autotest', nl: 'Zelftest', en: 'Self-test' },
}

/** The settings of those who judge by the services and name them to people. */
export function withOwnService<Settings extends { readonly services: readonly unknown[] }>(
  settings: Settings,
): Settings & { readonly services: readonly (Settings['services'][number] | OwnService)[] } {
  return { ...settings, services: [...settings.services, OWN_SERVICE] }
}
