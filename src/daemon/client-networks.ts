/** Which configured network a client comes from, and what it may use there (decision 31). */
import { type AddressRange, isInRange, parseAddressRange } from '../base/address-range.ts'
import { parseAddress } from '../base/addresses.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { LoginFault } from '../registry/logins.ts'

/** As `networks` of the configuration has it. */
export type ClientNetwork = {
  readonly name: string
  readonly cidrs: readonly string[]
  readonly channels: readonly ChannelType[]
}

/** The first network whose ranges hold the address; null when none does. */
export type NetworkOf<Network> = (address: string) => Network | null

/** `networks` is asked each time, so that a reload is in force at once; the ranges of one list are read once, at its first use. */
export function networkFinder<Network extends ClientNetwork>(networks: () => readonly Network[]): NetworkOf<Network> {
  const read = new WeakMap<readonly Network[], readonly Ranges<Network>[]>()
  return (address) => {
    const current = networks()
    const ranges = read.get(current) ?? current.map(rangesOf)
    read.set(current, ranges)
    const plain = parseAddress(address)
    return (plain && ranges.find(({ held }) => held.some((range) => isInRange(plain, range)))?.network) ?? null
  }
}

/** A network may keep a channel out. Outside of the configured networks every channel may be used. */
export function networkFault(network: ClientNetwork | null, channel: ChannelType): LoginFault | null {
  return network === null || network.channels.includes(channel) ? null : 'channelNotInNetwork'
}

type Ranges<Network> = { readonly network: Network; readonly held: readonly AddressRange[] }

function rangesOf<Network extends ClientNetwork>(network: Network): Ranges<Network> {
  return { network, held: network.cidrs.flatMap((cidr) => parseAddressRange(cidr) ?? []) }
}
