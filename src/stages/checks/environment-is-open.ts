import type { Check } from './check.ts'

/** rule 3.4: the service is offered, and was chosen, for this environment (168, decision 11). */
export const environmentIsOpen: Check = ({ service, rights, envelope: { environment } }) => {
  const chosen = rights.bindings.filter((binding) => binding.service === service?.code)
  if (!service || chosen.length === 0) return []
  const open = [...new Set(chosen.map((binding) => binding.environment))].filter((letter) =>
    service.environments.includes(letter),
  )
  return open.includes(environment)
    ? []
    : [{ code: 168, seen: environment, ...(open.length > 0 ? { expected: open.join(', ') } : {}) }]
}
