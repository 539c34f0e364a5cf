import type { Check } from './check.ts'

/** rule 3.2: the sender chose the online service on at least one of its channels (154, decision 11). */
export const serviceIsChosen: Check = ({ service, rights }) =>
  !service || rights.bindings.some((binding) => binding.service === service.code)
    ? []
    : [{ code: 154, seen: service.code, expected: rights.sender.number }]
