/** What the overview concludes from a configuration: may the enterprise send, and what needs attention. Pure. */
import type { Rights } from '../batch/rights.ts'
import type { ShownProof, ShownReports } from '../registry/setup/overview.ts'

export type Obstacle = 'enterprise' | 'quality' | 'sender' | 'channel' | 'services' | 'signature'

/** Days before its end from which a certificate is told of. */
const SOON_DAYS = 30

const SIGNED: readonly string[] = ['sftp', 'ftp']

/** Everything that would have a set refused whoever sends it; none when the enterprise may send (decision 11). */
export function obstaclesOf({ enterprise, quality, sender, channels, bindings, certificates }: Rights): Obstacle[] {
  const open = channels.filter(({ state }) => state === 'active')
  const signs = certificates.some(({ usages }) => usages.includes('signature'))
  const found: readonly (readonly [Obstacle, boolean])[] = [
    ['enterprise', enterprise.state !== 'active'],
    ['quality', quality.state !== 'active'],
    ['sender', sender.state !== 'active'],
    ['channel', open.length === 0],
    ['services', bindings.length === 0],
    ['signature', !signs && open.some(({ type }) => SIGNED.includes(type))],
  ]
  return found.filter(([, stands]) => stands).map(([obstacle]) => obstacle)
}

export type Attention =
  | { readonly kind: 'expired' | 'revoked' | 'waiting'; readonly proof: ShownProof }
  | { readonly kind: 'ending'; readonly proof: ShownProof; readonly successor: ShownProof | null }
  | { readonly kind: 'suspended'; readonly channel: ShownReports['channels'][number] }
  | { readonly kind: 'noTechnicalUser' }
  | { readonly kind: 'noKey' }

/** Worst first. */
export function attentionOf({ certificates, channels, technicalUser }: ShownReports): Attention[] {
  const noKey = channels.some(({ type, sshKeys }) => type === 'sftp' && sshKeys.length === 0)
  return [
    ...certificates.filter(({ state }) => state === 'revoked').map((proof) => ({ kind: 'revoked' as const, proof })),
    ...certificates.filter(isOver).map((proof) => ({ kind: 'expired' as const, proof })),
    ...(noKey ? [{ kind: 'noKey' as const }] : []),
    ...channels
      .filter(({ state }) => state === 'suspended')
      .map((channel) => ({ kind: 'suspended' as const, channel })),
    ...certificates
      .filter(isEnding)
      .map((proof) => ({ kind: 'ending' as const, proof, successor: successorOf(proof, certificates) })),
    ...certificates.filter(({ state }) => state === 'uploaded').map((proof) => ({ kind: 'waiting' as const, proof })),
    ...(technicalUser ? [] : [{ kind: 'noTechnicalUser' as const }]),
  ]
}

export function isEnding({ state, daysLeft }: Pick<ShownProof, 'state' | 'daysLeft'>): boolean {
  return (state === 'valid' || state === 'expiring') && daysLeft >= 0 && daysLeft <= SOON_DAYS
}

function isOver({ state, daysLeft }: ShownProof): boolean {
  return state === 'expired' || ((state === 'valid' || state === 'expiring') && daysLeft < 0)
}

/** One that serves all the same and lasts longer. */
function successorOf(proof: ShownProof, all: readonly ShownProof[]): ShownProof | null {
  const serves = (one: ShownProof) => proof.usages.every((usage) => one.usages.includes(usage))
  const lasting = all.filter((one) => one.state === 'valid' && one.daysLeft > SOON_DAYS && serves(one))
  return lasting[0] ?? null
}
