import type { SenderNumber } from '../../batch/identifiers.ts'
import type { ServiceQueue } from '../../batch/status/queues-text.ts'
import { pausedServices } from '../../ledger/delivery-control.ts'
import { openDeliveriesOf } from '../../ledger/status-deliveries.ts'
import { chosenServices } from '../../registry/service-choice.ts'
import type { Look } from './look.ts'

const NONE = { waiting: 0, retrying: 0, inDoubt: 0, parked: 0, oldestSince: null }

/** Of the services that the sender chose, and of others that still owe it a hand-over. */
export async function queuesOf({ queries, settings, sender, language }: Look): Promise<ServiceQueue[]> {
  const { services } = await chosenServices(queries, sender as SenderNumber)
  const open = await openDeliveriesOf(queries, sender)
  const paused = new Map((await pausedServices(queries)).map(({ service, pausedAt }) => [service, pausedAt]))
  return [...new Set([...services, ...open.keys()])].sort().map((service) => ({
    service,
    label: settings.services.find(({ code }) => code === service)?.labels[language] ?? '',
    pausedAt: paused.get(service) ?? null,
    ...(open.get(service) ?? NONE),
  }))
}
