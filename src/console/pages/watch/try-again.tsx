/** Trying a service again that is held back, without waiting for the next trial (rule 24.9). */
import { isEnvironment } from '../../../batch/environment.ts'
import type { Ask } from '../../ask.ts'
import { IS_NOT_HELD_BACK } from '../../operations/service-acts.ts'
import { NO_SUCH_SERVICE, tryServiceAgain } from '../../operations/services.ts'
import type { PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import type { BreakerState, QueuesNow } from '../../watch/watch.ts'
import { actPage } from '../act-page.tsx'
import { type Again, actRoutes } from '../act-routes.ts'
import { waitOf } from './parts.tsx'
import { whyHeld } from './why-held.ts'

type Place = { readonly service: string; readonly environment: string }

export const TRY_AGAIN_PAGES = actRoutes({
  ...{ path: `${PLACES.services}/:service/:environment/try-again`, role: 'operator', fields: {}, done: 'triedAgain' },
  to: servicePath,
  page: tryAgainPage,
  act: ({ ground, operator, params }, { reason }) => tryServiceAgain(ground, operator, { ...params, reason }),
})

async function tryAgainPage(ask: Ask<Place>, again: Again): Promise<PageAnswer> {
  const { t, params, ground } = ask
  const { service, environment } = params
  const isKnown = ground.watch.services().some(({ code }) => code === service)
  if (!isKnown || !isEnvironment(environment)) return NO_SUCH_SERVICE
  const now = (await ground.watch.queues()).value
  const held = now?.breakers.find((one) => isThere(one, params) && one.state !== 'closed')
  if (!held && !again.refused) return IS_NOT_HELD_BACK
  return actPage(ask, {
    title: t('service.tryAgainTitle', { service, environment: t(`watch.environment.${environment}`) }),
    effect: `${t('service.resumeEffect', { count: waitingThere(now, params) })} ${t('service.heldAgain')}`,
    facts: held ? factsOf(ask, held) : [],
    buttons: [{ label: t('service.tryAgain'), kind: 'main' }],
    back: { href: servicePath(params), label: service },
    ...again,
  })
}

function factsOf({ t, formats, now }: Ask, held: BreakerState) {
  return [
    [t('service.heldSince'), waitOf(formats, held.since, now)],
    [t('service.heldBecause'), whyHeld(t, held)],
    [t('service.nextTrial'), held.openUntil && formats.dateTime(held.openUntil)],
  ] as const
}

function waitingThere(now: QueuesNow | null, place: Place): number {
  const counts = now?.queues.find((one) => isThere(one, place))?.counts
  return counts ? counts.waiting + counts.retrying + counts.inDoubt : 0
}

function isThere(one: Place, { service, environment }: Place): boolean {
  return one.service === service && one.environment === environment
}

function servicePath({ service }: Pick<Place, 'service'>): string {
  return `${PLACES.services}/${service}`
}
