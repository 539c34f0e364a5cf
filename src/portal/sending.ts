/** "May my company send?", for one quality: pure, on the same rights by which sets are judged. */
import type { Rights } from '../batch/rights.ts'

export type Sending =
  | 'may'
  | 'notSetUp'
  | 'enterpriseNotActive'
  | 'senderSuspended'
  | 'channelSuspended'
  | 'noService'
  | 'noCertificate'

/** Null: there is no sender. The first thing that stands in the way. */
export function sendingOf(rights: Rights | null): Sending {
  if (!rights || rights.sender.state === 'closed') return 'notSetUp'
  if (rights.enterprise.state !== 'active' || rights.quality.state !== 'active') return 'enterpriseNotActive'
  if (rights.sender.state === 'suspended') return 'senderSuspended'
  const open = rights.channels.filter(({ state }) => state === 'active').map(({ type }) => type)
  if (open.length === 0) return rights.channels.length === 0 ? 'notSetUp' : 'channelSuspended'
  if (!rights.bindings.some(({ channel }) => open.includes(channel))) return 'noService'
  return rights.certificates.some(({ state }) => state === 'valid' || state === 'expiring') ? 'may' : 'noCertificate'
}
