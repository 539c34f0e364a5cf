/**
 * Before a change takes something away: which of the sets that were accepted lately it would have refused. Pure; the rights are changed
 * as the registry would change them, and asked as the rights round of the judgement asks them (decision 11).
 */
import type { Sha256 } from '../../base/hashes.ts'
import { unreachable } from '../../base/unreachable.ts'
import type { ChannelType } from '../../batch/channel.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Rights } from '../../batch/rights.ts'
import type { SentSets } from '../../batch/sent-sets.ts'

export type SetupChange =
  | { readonly kind: 'suspendChannel'; readonly channel: ChannelType }
  | { readonly kind: 'removeChannel'; readonly channel: ChannelType }
  | { readonly kind: 'replaceChannel'; readonly from: ChannelType; readonly to: ChannelType }
  | { readonly kind: 'removeCertificate'; readonly sha256: Sha256 }
  | { readonly kind: 'changeServices'; readonly pairs: readonly ChosenPair[] }
  | { readonly kind: 'stop' }

/** One service in one environment, as `offeredChoice` has them. */
export type ChosenPair = { readonly service: string; readonly environment: Environment }

/** 103, 154, 249 and 168 of the rights round, 153 of the signatures. */
export type RightsCode = 103 | 154 | 249 | 168 | 153

export type Refused = { readonly sets: SentSets; readonly codes: readonly RightsCode[] }

export type ChangePreview = {
  /** So many sets would have been refused. */
  readonly refused: number
  readonly codes: readonly { readonly code: RightsCode; readonly sets: number }[]
  /** Newest first, at most twenty. */
  readonly newest: readonly { readonly name: string; readonly sealedAt: Date; readonly codes: readonly RightsCode[] }[]
}

const NAMES_MAX = 20
const CODES: readonly RightsCode[] = [103, 154, 249, 168, 153]

/** Sets that would pass by the rights as they are and not by those after the change, with the codes that would speak against them. */
export function refusedBy(change: SetupChange, rights: Rights, sent: readonly SentSets[]): Refused[] {
  const after = rightsAfter(change, rights)
  return sent
    .filter((sets) => codesAgainst(sets, rights).length === 0)
    .map((sets) => ({ sets, codes: codesAgainst(sets, after) }))
    .filter(({ codes }) => codes.length > 0)
}

export function previewOf(refused: readonly Refused[]): ChangePreview {
  const counted = CODES.map((code) => ({ code, sets: total(refused.filter(({ codes }) => codes.includes(code))) }))
  return {
    refused: total(refused),
    codes: counted.filter(({ sets }) => sets > 0),
    newest: refused
      .flatMap(({ sets: { newest }, codes }) => newest.map((one) => ({ ...one, codes })))
      .sort((one, other) => other.sealedAt.getTime() - one.sealedAt.getTime() || (one.name < other.name ? -1 : 1))
      .slice(0, NAMES_MAX),
  }
}

/** The rights as the registry would have them after the change. */
export function rightsAfter(change: SetupChange, rights: Rights): Rights {
  switch (change.kind) {
    case 'suspendChannel':
      return {
        ...rights,
        channels: rights.channels.map((channel) =>
          channel.type === change.channel ? { ...channel, state: 'suspended' } : channel,
        ),
      }
    case 'removeChannel':
      return withoutChannel(rights, change.channel)
    case 'replaceChannel':
      return withoutChannel(withChannel(rights, change.to), change.from)
    case 'removeCertificate':
      return { ...rights, certificates: rights.certificates.filter(({ sha256 }) => sha256 !== change.sha256) }
    case 'changeServices':
      return { ...rights, bindings: bindingsOf(change.pairs, rights.channels) }
    case 'stop':
      return { ...rights, sender: { ...rights.sender, state: 'closed' }, channels: [], bindings: [], certificates: [] }
    default:
      return unreachable(change)
  }
}

/** What the judge of a set's rights would say, in the order of the specification. */
export function codesAgainst(sets: SentSets, rights: Rights): RightsCode[] {
  const { sender, quality, enterprise, channels, certificates } = rights
  const chosen = rights.bindings.filter(({ service }) => service === sets.service)
  const bound = chosen.filter(({ environment }) => environment === sets.environment).map(({ channel }) => channel)
  const isOpen = (type: ChannelType) =>
    channels.some((channel) => channel.type === type && channel.state === 'active') &&
    (bound.length === 0 || bound.includes(type))
  const signs = (sha256: Sha256) =>
    certificates.some((one) => one.sha256 === sha256 && one.usages.includes('signature'))
  const against: readonly (readonly [RightsCode, boolean])[] = [
    [103, [sender, quality, enterprise].some(({ state }) => state !== 'active')],
    [154, chosen.length === 0],
    [249, !sets.channels.every(isOpen)],
    [168, chosen.length > 0 && bound.length === 0],
    [153, !sets.signers.every(signs)],
  ]
  return against.filter(([, speaks]) => speaks).map(([code]) => code)
}

function withoutChannel(rights: Rights, type: ChannelType): Rights {
  return {
    ...rights,
    channels: rights.channels.filter((channel) => channel.type !== type),
    bindings: rights.bindings.filter(({ channel }) => channel !== type),
  }
}

/** A channel that is opened is for every service that is chosen. */
function withChannel(rights: Rights, type: ChannelType): Rights {
  if (rights.channels.some((channel) => channel.type === type)) return rights
  const channels = [...rights.channels, { type, state: 'active' as const }]
  return { ...rights, channels, bindings: bindingsOf(rights.bindings, channels) }
}

/** Every pair over every channel, each once. */
function bindingsOf(pairs: readonly ChosenPair[], channels: Rights['channels']): Rights['bindings'] {
  const once = new Map(pairs.map(({ service, environment }) => [`${service}/${environment}`, { service, environment }]))
  return [...once.values()].flatMap((pair) => channels.map(({ type }) => ({ ...pair, channel: type })))
}

function total(refused: readonly Refused[]): number {
  return refused.reduce((sum, { sets: { count } }) => sum + count, 0)
}
