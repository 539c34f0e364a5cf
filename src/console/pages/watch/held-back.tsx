import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Note } from '../../../http/components/note.tsx'
import type { Ask } from '../../ask.ts'
import { PLACES } from '../../places.ts'
import { mayUse } from '../../role.ts'
import type { BreakerState } from '../../watch/watch.ts'
import { waitOf } from './parts.tsx'
import { whyHeld } from './why-held.ts'

type HeldBackProps = { readonly ask: Ask; readonly breakers: readonly BreakerState[] }

/** Where a service is left alone because it failed: for how long, why, and the way to try at once. */
export function HeldBack({ ask, breakers }: HeldBackProps) {
  const { t, formats, now, operator } = ask
  const mayTry = mayUse('operator', operator.role)
  return breakers.map((breaker) => {
    const { service, environment, since } = breaker
    const age = waitOf(formats, since, now)
    const action = (
      <ButtonLink kind="small" href={`${PLACES.services}/${service}/${environment}/try-again`}>
        {t('service.tryAgain')}
      </ButtonLink>
    )
    return (
      <Note key={environment} tone="warn" {...(mayTry && { action })}>
        <strong>{`${t('need.breaker')} · ${t(`watch.environment.${environment}`)} · ${t('need.since', { age })}`}</strong>{' '}
        {whyHeld(t, breaker)}
      </Note>
    )
  })
}
