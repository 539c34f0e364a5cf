/** Saying that what a backup could not know was looked into. */
import type { Ask } from '../../ask.ts'
import { acknowledge, type OpenRestoration, seeRestorations } from '../../operations/restored.ts'
import type { PageAnswer } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { actPage } from '../act-page.tsx'
import { type Again, actRoutes } from '../act-routes.ts'
import { backupName } from './backup-name.ts'

export const ACKNOWLEDGE_PAGES = actRoutes({
  ...{ path: PLACES.acknowledgeRestored, role: 'administrator', fields: {}, done: 'restoredAcknowledged' },
  to: () => PLACES.restored,
  page: acknowledgePage,
  act: ({ ground, operator }, { reason }) => acknowledge(ground, operator, reason),
})

/** Where nothing waits there is nothing to say. */
async function acknowledgePage(ask: Ask, again: Again): Promise<PageAnswer> {
  const { t, ground, operator } = ask
  const open = await seeRestorations(ground, operator)
  if (open.length === 0) return again.refused ?? { to: PLACES.restored }
  return actPage(ask, {
    ...{ title: t('restored.acknowledge'), effect: t('restored.acknowledgeEffect'), ...again },
    facts: open.map((one) => [backupName(t, one.backup), standingOf(ask, one)]),
    buttons: [{ label: t('restored.acknowledge'), kind: 'main' }],
    back: { href: PLACES.restored, label: t('restored.title') },
  })
}

function standingOf({ t, formats }: Ask, { takenAt, madeAgain, toDo }: OpenRestoration): string {
  return t('restored.standing', { asOf: formats.stamp(takenAt), madeAgain, toDo })
}
