/** Which configured network a client comes from, and what it may use there (decision 31). */
import { BlockList, isIPv6 } from 'node:net'
import { plainAddress } from '../base/addresses.ts'
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
    const plain = plainAddress(address)
    const family = familyOf(plain)
    return ranges.find((range) => range[family].check(plain, family))?.network ?? null
  }
}

/** A network may keep a channel out. Outside of the configured networks every channel may be used. */
export function networkFault(network: ClientNetwork | null, channel: ChannelType): LoginFault | null {
  return network === null || network.channels.includes(channel) ? null : 'channelNotInNetwork'
}

/** A list of each family, for one alone would count IPv4 addresses as the IPv6 ones that stand for them (`::/0` would hold all). */
type Ranges<Network> = { readonly network: Network; readonly ipv4: BlockList; readonly ipv6: BlockList }

function rangesOf<Network extends ClientNetwork>(network: Network): Ranges<Network> {
  const ranges = { network, ipv4: new BlockList(), ipv6: new BlockList() }
  for (const cidr of network.cidrs) {
    const [net = '', bits] = cidr.split('/')
    ranges[familyOf(plainAddress(net))].addSubnet(net, Number(bits), familyOf(net))
  }
  return ranges
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
