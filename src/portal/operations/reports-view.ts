/** Everything that the overview of the configuration tells (spec access.md §5 row 19). */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { SenderNumber } from '../../batch/identifiers.ts'
import { certificateUse, countsByService, lastSubmissionOf } from '../../ledger/sender-activity.ts'
import { channelsOf, type StoredChannel } from '../../registry/channels.ts'
import { type ListedUser, userOfAccount } from '../../registry/people/find-users.ts'
import { authoriseReading } from '../../registry/policy/authorise.ts'
import { currentRights } from '../../registry/rights.ts'
import { type ConfigurationOverview, configurationOf, type ShownReports } from '../../registry/setup/overview.ts'
import { type Obstacle, obstaclesOf } from '../reports-standing.ts'
import { placeOf, type ReportsAsk } from './reports.ts'

/** As far back as counts and last uses are told. */
export const DAYS_TOLD = 30

export type ReportsActivity = {
  readonly last: Awaited<ReturnType<typeof lastSubmissionOf>>
  readonly services: Awaited<ReturnType<typeof countsByService>>
  readonly certificates: Awaited<ReturnType<typeof certificateUse>>
}

/** Refuses as `authoriseReading`. */
export async function seeReports(ask: ReportsAsk): Promise<Result<ConfigurationOverview, Refusal>> {
  const { database, rules } = ask.ground
  const asked = { action: 'seeConfiguration', place: placeOf(ask) } as const
  const open = await authoriseReading(database.queries, ask.actor, asked, rules)
  return open.ok ? ok(await configurationOf(database.queries, placeOf(ask))) : open
}

/** What a sender whose overview was seen has sent lately. */
export async function reportsActivity({ ground }: ReportsAsk, senderNumber: string): Promise<ReportsActivity> {
  const { queries } = ground.database
  const [last, services, certificates] = await Promise.all([
    lastSubmissionOf(queries, senderNumber),
    countsByService(queries, senderNumber, DAYS_TOLD),
    certificateUse(queries, senderNumber, DAYS_TOLD),
  ])
  return { last, services, certificates }
}

/** What stands in the way of sending at this moment. */
export async function reportsStanding({ ground }: ReportsAsk, senderNumber: SenderNumber): Promise<Obstacle[]> {
  const rights = await currentRights(ground.database.queries, senderNumber)
  return rights ? obstaclesOf(rights) : ['sender']
}

/** The channels of a sender whose overview was seen, with the ids that programs name them by. */
export function reportsChannels({ ground }: ReportsAsk, senderNumber: SenderNumber): Promise<StoredChannel[]> {
  return channelsOf(ground.database.queries, senderNumber)
}

/** The user that the technical user is; undefined where he is none. */
export async function linkedUser(ask: ReportsAsk, { technicalUser }: ShownReports): Promise<ListedUser | undefined> {
  const accountId = technicalUser?.accountId ?? null
  if (accountId === null) return undefined
  return userOfAccount(ask.ground.database.queries, { ...placeOf(ask), accountId })
}
