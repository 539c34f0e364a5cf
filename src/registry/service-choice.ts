/** Which online services a sender sends to, in which environments, over which channels (decision 11). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Environment } from '../batch/environment.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { channelsOf } from './channels.ts'
import type { OfferedQuality } from './qualities.ts'
import { lockOpenSender } from './senders.ts'

/** One of the configured online services. */
export type OfferedService = { readonly code: string; readonly environments: readonly Environment[] }

export type ServiceChoice = { readonly services: readonly string[]; readonly environments: readonly Environment[] }

export type ServiceChoiceInput = ServiceChoice & {
  readonly senderNumber: SenderNumber
  readonly offered: readonly OfferedService[]
  readonly qualities: readonly OfferedQuality[]
}

/**
 * Binds every chosen service, in every chosen environment that it is offered in, to every channel the sender has; what was chosen
 * before and is not now no longer holds. Refuses: SLU-UNKNOWN (a service not offered), SLU-STATE (closed, not for the quality, nothing chosen).
 */
export async function chooseServices(
  tx: Transaction,
  input: ServiceChoiceInput,
  act: Act,
): Promise<Result<void, Refusal>> {
  const { senderNumber } = input
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  const chosen = offeredChoice(input, sender.value.qualityCode)
  if (!chosen.ok) return chosen
  const channels = await channelsOf(tx, senderNumber)
  if (channels.length === 0) return no(NO_CHANNEL)
  const rows = chosen.value.flatMap((pair) => channels.map(({ channelId }) => ({ ...pair, channel_id: channelId })))
  const before = await activeBindings(tx, senderNumber)
  if (sameBindings(before, rows)) return ok(undefined)
  await replaceBindings(tx, senderNumber, rows)
  await recordChange(tx, act, {
    action: 'services.chosen',
    subject: `sender:${senderNumber}`,
    before: summaryOf(before),
    after: { ...summaryOf(rows), channels: channels.map(({ type }) => type) },
  })
  return ok(undefined)
}

/** What the sender has chosen so far, sorted. */
export async function chosenServices(queries: Queries, senderNumber: SenderNumber): Promise<ServiceChoice> {
  return summaryOf(await activeBindings(queries, senderNumber))
}

export type Pair = { readonly service: string; readonly environment: Environment }
type Binding = Pair & { readonly channel_id: string }

/** What may be chosen in this quality. Refuses: SLU-UNKNOWN (a service not offered), SLU-STATE (not for the quality, nothing chosen). */
export function offeredChoice(
  input: Omit<ServiceChoiceInput, 'senderNumber'>,
  qualityCode: string,
): Result<Pair[], Refusal> {
  const pairs: Pair[] = []
  const allowed = input.qualities.find(({ code }) => code === qualityCode)?.services ?? []
  for (const service of new Set(input.services)) {
    const offer = input.offered.find(({ code }) => code === service)
    if (!offer) return no(notOffered(service, input.offered))
    if (allowed.length > 0 && !allowed.includes(service)) return no(notForQuality(service, qualityCode))
    const environments = offer.environments.filter((environment) => input.environments.includes(environment))
    pairs.push(...environments.map((environment) => ({ service, environment })))
  }
  return pairs.length > 0 ? ok(pairs) : no(NOTHING_CHOSEN)
}

async function activeBindings(queries: Queries, senderNumber: SenderNumber): Promise<Binding[]> {
  const rows = await queries
    .selectFrom('service_binding')
    .select(['service', 'environment', 'channel_id'])
    .where('sender_number', '=', senderNumber)
    .where('state', '=', 'active')
    .orderBy('service')
    .orderBy('environment')
    .execute()
  return rows as Binding[]
}

async function replaceBindings(tx: Transaction, senderNumber: SenderNumber, rows: readonly Binding[]): Promise<void> {
  await tx.updateTable('service_binding').set({ state: 'inactive' }).where('sender_number', '=', senderNumber).execute()
  await tx
    .insertInto('service_binding')
    .values(rows.map((row) => ({ ...row, sender_number: senderNumber, state: 'active' })))
    .onConflict((conflict) =>
      conflict.columns(['sender_number', 'service', 'environment', 'channel_id']).doUpdateSet({ state: 'active' }),
    )
    .execute()
}

function sameBindings(some: readonly Binding[], others: readonly Binding[]): boolean {
  const keys = new Set(some.map(keyOf))
  return some.length === others.length && others.every((binding) => keys.has(keyOf(binding)))
}

function keyOf({ service, environment, channel_id }: Binding): string {
  return `${service}/${environment}/${channel_id}`
}

function summaryOf(pairs: readonly Pair[]): ServiceChoice {
  return {
    services: [...new Set(pairs.map(({ service }) => service))].sort(),
    environments: [...new Set(pairs.map(({ environment }) => environment))].sort(),
  }
}

const NO_CHANNEL = refusal('SLU-STATE', 'The sender has no channel.', 'Open a channel first.', { key: 'noChannelYet' })
const NOTHING_CHOSEN = refusal(
  'SLU-STATE',
  'No online service is chosen in any environment it is offered in.',
  'Choose at least one service and one of its environments.',
  { key: 'noServiceChosen' },
)

function notOffered(service: string, offered: readonly OfferedService[]): Refusal {
  const codes = offered.map(({ code }) => code).join(', ')
  return refusal(
    'SLU-UNKNOWN',
    `There is no online service ${JSON.stringify(service.slice(0, 40))}.`,
    `Choose from ${codes}.`,
    { key: 'serviceNotOffered', values: { codes } },
  )
}

function notForQuality(service: string, qualityCode: string): Refusal {
  return refusal('SLU-STATE', `${service} is not for the quality ${qualityCode}.`, 'Enrol the quality that sends it.', {
    key: 'serviceNotForQuality',
    values: { service, quality: qualityCode },
  })
}
