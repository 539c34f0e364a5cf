import type { SenderNumber } from '../../batch/identifiers.ts'
import type { PlacesInLine, ServiceQueue } from '../../batch/status/queues-text.ts'
import { pausedServices } from '../../ledger/delivery-control.ts'
import { PLACES_MAX, placesOfSender } from '../../ledger/delivery-position.ts'
import { openDeliveriesOf } from '../../ledger/status-deliveries.ts'
import { chosenServices } from '../../registry/service-choice.ts'
import type { Look } from './look.ts'

const NONE = { waiting: 0, retrying: 0, inDoubt: 0, parked: 0, oldestSince: null, line: null }
const MINUTE = 60_000

/** Of the services that the sender chose, and of others that still owe it a hand-over. */
export async function queuesOf(look: Look): Promise<ServiceQueue[]> {
  const { queries, settings, sender, language } = look
  const { services } = await chosenServices(queries, sender as SenderNumber)
  const open = await openDeliveriesOf(queries, sender)
  const lines = new Map<string, PlacesInLine | null>()
  for (const service of open.keys()) lines.set(service, await placesIn(look, service))
  const paused = new Map((await pausedServices(queries)).map(({ service, pausedAt }) => [service, pausedAt]))
  return [...new Set([...services, ...open.keys()])].sort().map((service) => ({
    service,
    label: settings.services.find(({ code }) => code === service)?.labels[language] ?? '',
    pausedAt: paused.get(service) ?? null,
    ...NONE,
    ...open.get(service),
    line: lines.get(service) ?? null,
  }))
}

/** rule 25.8. To the minute: what is not more certain shall not look so, nor change with every look. */
async function placesIn({ queries, sender, at }: Look, service: string): Promise<PlacesInLine | null> {
  const places = await placesOfSender(queries, service, sender)
  if (!places) return null
  const { first, last } = places
  const after = (seconds: number, round: (minutes: number) => number) =>
    new Date(round((at.getTime() + seconds * 1000) / MINUTE) * MINUTE)
  return {
    ...{ places: [first.place, last.place], placesMax: PLACES_MAX },
    expected: first.expected &&
      last.expected && [
        after(first.expected.earliestSeconds, Math.floor),
        after(last.expected.latestSeconds, Math.ceil),
      ],
  }
}
