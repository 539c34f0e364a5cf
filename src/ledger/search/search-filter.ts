/** What submissions are narrowed by, in every combination. */
import type { ChannelType } from '../../batch/channel.ts'
import type { Environment } from '../../batch/environment.ts'
import type { DeliveryState } from '../deliveries.ts'
import type { SearchWords } from './search-words.ts'

/** As `stateOf` tells it; `accepted` and `rejected` say the verdict, whatever came after it. */
export const SEARCH_STATES = [
  'open',
  'sealed',
  'judged',
  'acknowledged',
  'dispatched',
  'delivered',
  'accepted',
  'rejected',
  'cancelled',
  'closed',
] as const
export type SearchState = (typeof SEARCH_STATES)[number]

/** Which of a submission's times a range is about. */
export const SEARCH_TIMES = ['received', 'sealed', 'judged'] as const
export type SearchTime = (typeof SEARCH_TIMES)[number]

export const SEARCH_DELIVERIES: readonly DeliveryState[] = [
  'waiting',
  'active',
  'retrying',
  'inDoubt',
  'delivered',
  'refused',
  'parked',
]

export type SearchFilter = {
  /** One of what the words may be must hold. */
  readonly words?: SearchWords | undefined
  readonly state?: SearchState | undefined
  readonly sender?: string | undefined
  readonly enterprise?: string | undefined
  readonly code?: number | undefined
  /** Four characters. */
  readonly service?: string | undefined
  readonly environment?: Environment | undefined
  readonly channel?: ChannelType | undefined
  /** One of its hand-overs is in this state. */
  readonly delivery?: DeliveryState | undefined
  /** Waits for a person itself. */
  readonly parked?: true | undefined
  readonly time?: SearchTime | undefined
  /** Included. */
  readonly from?: Date | undefined
  /** Not included. */
  readonly until?: Date | undefined
}
