/** Where a log-in comes from, as the throttle counts it (decision 30). */
import { plainAddress } from '../base/addresses.ts'

export type LoginOrigin = {
  /** The name of a configured network, or an address. */
  readonly key: string
  /** Whether all accounts together may make it wait: never a network, behind which many senders sit. */
  readonly isCapped: boolean
}

/** An IPv6 client is its /64, because whoever has one address has all of it. `network` is the configured one it comes from, or null. */
export function loginOrigin(address: string, network: string | null): LoginOrigin {
  if (network !== null) return { key: network, isCapped: false }
  const plain = plainAddress(address)
  return { key: plain.includes(':') ? subnetOf(plain) : plain, isCapped: true }
}

function subnetOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  const all = [...groups, ...(tail === undefined ? [] : zeros), ...rest].map((group) => group.replace(/^0+(?=.)/, ''))
  return `${all.slice(0, 4).join(':')}::/64`
}
