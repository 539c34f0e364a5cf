import { isUuid } from '../../../base/ids.ts'
import { type Environment, isEnvironment } from '../../../batch/environment.ts'
import { SUBMISSION_STATES, type SubmissionFilter } from '../../../ledger/sender-submissions.ts'

export type Filter = SubmissionFilter & {
  readonly senderNumber: string | undefined
  readonly after: string | undefined
}

const NAME_MAX = 255

/** Of an address; a page ignores what does not fit. */
export function filterIn(query: URLSearchParams): Filter {
  const value = (name: string) => query.get(name)?.trim() || undefined
  const [state, service, environment, name, after] = ['state', 'service', 'environment', 'name', 'after'].map(value)
  return {
    state: SUBMISSION_STATES.find((known) => known === state),
    service: service && /^[A-Z][A-Z0-9]{3}$/.test(service) ? service : undefined,
    environment: environment && isEnvironment(environment) ? (environment as Environment) : undefined,
    name: name?.slice(0, NAME_MAX),
    senderNumber: value('senderNumber'),
    after: after && isUuid(after) ? after : undefined,
  }
}

export function isNarrowed({ state, service, environment, name }: Filter): boolean {
  return [state, service, environment, name].some((value) => value !== undefined)
}
