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
  const read = new WeakMap<readonly Network[], ReturnType<typeof rangesOf<Network>>>()
  return (address) => {
    const current = networks()
    const ranges = read.get(current) ?? rangesOf(current)
    read.set(current, ranges)
    const plain = plainAddress(address)
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
    return ranges.find(({ list }) => list.check(plain, family))?.network ?? null
  }
}

/** A network may keep a channel out. Outside of the configured networks every channel may be used. */
export function networkFault(network: ClientNetwork | null, channel: ChannelType): LoginFault | null {
  return network === null || network.channels.includes(channel) ? null : 'channelNotInNetwork'
}

function rangesOf<Network extends ClientNetwork>(networks: readonly Network[]) {
  return networks.map((network) => ({ network, list: listOf(network.cidrs) }))
}

function listOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [net = '', bits] = cidr.split('/')
    list.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4')
  }
  return list
}
