import type { ChannelType } from '../../batch/channel.ts'
import type { OfferedNetwork } from '../networks.ts'
import type { ClientIds } from '../open-channel.ts'
import type { OfferedQuality } from '../qualities.ts'
import type { OfferedService } from '../service-choice.ts'

/** What the configuration offers to whoever sets up structured reports. */
export type Offer = {
  readonly qualities: readonly OfferedQuality[]
  readonly networks: readonly OfferedNetwork[]
  readonly services: readonly OfferedService[]
  /** Channels whose log-in looks at certificates; the web channel alone when nothing is said. */
  readonly authenticated?: readonly ChannelType[]
  /** Sender numbers that are not given out: `names.gatewayNumber`, when it is not the usual one. */
  readonly reserved?: readonly string[]
  /** How client ids of the web service are made: `access.clientIds`. */
  readonly clientIds?: ClientIds
}
