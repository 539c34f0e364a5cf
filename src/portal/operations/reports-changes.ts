/**
 * What changes later of structured reports (spec access.md §5 rows 15-18 and 20). Each refuses as `authorise`, and what its registry
 * function refuses. `version`: of the sender as it was looked at; null: as it is now.
 */
import type { Sha256 } from '../../base/hashes.ts'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { NO_SUCH_USER } from '../../registry/link-technical-user.ts'
import type { OpenedChannel } from '../../registry/open-channel.ts'
import { accountOfUser } from '../../registry/people/find-users.ts'
import type { Action } from '../../registry/policy/matrix.ts'
import type { ServiceChoice } from '../../registry/service-choice.ts'
import {
  addCertificate,
  addSshKey,
  changeServices,
  changeTechnicalUser,
  endCertificate,
  endSshKey,
  linkAccount,
  nameCertificate,
  nameSshKey,
  stopReports,
} from '../../registry/setup/changes.ts'
import {
  addChannel,
  changeNetwork,
  endChannel,
  pauseChannel,
  renewPassword,
  reopenChannel,
  replaceChannel,
} from '../../registry/setup/channel-changes.ts'
import type { SeenConfiguration } from '../../registry/setup/configuration.ts'
import type { DraftChannel } from '../../registry/setup/contents.ts'
import { configurationOf } from '../../registry/setup/overview.ts'
import type { Contact } from '../../registry/technical-users.ts'
import { because, changeReports, placeOf, type ReportsAsk, withVersion } from './reports.ts'
import { type BroughtProofs, inspected } from './reports-setup.ts'

type Version = number | null
type Changed<Value = void> = Promise<Result<Value, Refusal>>
type Why = { readonly version: Version; readonly reason: string }

/** With the version that the sender has now: whoever made a channel goes on from there. */
export type MadeChannel = OpenedChannel & { readonly version: number }

export function openReportsChannel(ask: ReportsAsk, version: Version, channel: DraftChannel): Changed<MadeChannel> {
  const offer = ask.ground.reports.offer()
  return change(ask, 'changeChannels', version, async (tx, seen, act) =>
    withVersion(tx, seen, await addChannel(tx, seen, channel, offer, act)),
  )
}

const MOVES = { suspend: pauseChannel, resume: reopenChannel, remove: endChannel } as const

export function moveReportsChannel(
  ask: ReportsAsk,
  { version, reason }: Why,
  type: ChannelType,
  move: keyof typeof MOVES,
): Changed {
  return change(ask, 'changeChannels', version, (tx, seen, act) => MOVES[move](tx, seen, type, because(act, reason)))
}

/** rule 12.6: the new one takes over the services in the commit that takes the old one away. */
export function replaceReportsChannel(
  ask: ReportsAsk,
  { version, reason }: Why,
  swap: { readonly from: ChannelType; readonly to: DraftChannel },
): Changed<MadeChannel> {
  const offer = ask.ground.reports.offer()
  return change(ask, 'changeChannels', version, async (tx, seen, act) =>
    withVersion(tx, seen, await replaceChannel(tx, seen, swap, offer, because(act, reason))),
  )
}

export function changeReportsNetwork(ask: ReportsAsk, version: Version, network: string): Changed {
  const offer = ask.ground.reports.offer()
  return change(ask, 'changeChannels', version, (tx, seen, act) => changeNetwork(tx, seen, network, offer, act))
}

export type RenewedPassword = { readonly password: string; readonly version: number }

/** The password is told now and never again. */
export function renewReportsPassword(ask: ReportsAsk, { version, reason }: Why): Changed<RenewedPassword> {
  return change(ask, 'changeChannels', version, async (tx, seen, act) => {
    const renewed = await renewPassword(tx, seen, because(act, reason))
    return renewed.ok ? withVersion(tx, seen, ok({ password: renewed.value })) : renewed
  })
}

/** A certificate, an SSH key or both, as they were handed over. Resolves with their digests. */
export async function addReportsProofs(ask: ReportsAsk, version: Version, brought: BroughtProofs): Changed<Sha256[]> {
  const found = await inspected(ask, brought)
  if (!found.ok) return found
  const { certificates, sshKeys } = found.value
  return change(ask, 'changeProofs', version, async (tx, seen, act) => {
    for (const certificate of certificates) {
      const added = await addCertificate(tx, seen, certificate, act)
      if (!added.ok) return added
    }
    for (const key of sshKeys) {
      const added = await addSshKey(tx, seen, key, act)
      if (!added.ok) return added
    }
    return ok([...certificates, ...sshKeys].map(({ sha256 }) => sha256))
  })
}

export type ProofKind = 'certificate' | 'sshKey'
type Proof = { readonly kind: ProofKind; readonly sha256: Sha256 }

export function endReportsProof(ask: ReportsAsk, { version, reason }: Why, { kind, sha256 }: Proof): Changed {
  return change(ask, 'changeProofs', version, async (tx, seen, act) => {
    const end = kind === 'certificate' ? endCertificate : endSshKey
    const ended = await end(tx, seen, sha256, because(act, reason))
    return ended.ok ? ok(undefined) : no(ended.problem)
  })
}

export function nameReportsProof(
  ask: ReportsAsk,
  version: Version,
  { kind, ...named }: Proof & { label: string },
): Changed {
  const name = kind === 'certificate' ? nameCertificate : nameSshKey
  return change(ask, 'changeProofs', version, (tx, seen, act) => name(tx, seen, named, act))
}

export function changeReportsContact(ask: ReportsAsk, version: Version, contact: Contact): Changed {
  return change(ask, 'setUpReports', version, (tx, seen, act) => changeTechnicalUser(tx, seen, contact, act))
}

/** `qualityUserId`: of the user of this quality that the technical user is; null: of none. */
export function linkReportsContact(ask: ReportsAsk, version: Version, qualityUserId: string | null): Changed {
  return change(ask, 'setUpReports', version, async (tx, seen, act) => {
    if (qualityUserId === null) return linkAccount(tx, seen, null, act)
    const accountId = await accountOfUser(tx, { ...placeOf(ask), qualityUserId })
    return accountId === undefined ? no(NO_SUCH_USER) : linkAccount(tx, seen, accountId, act)
  })
}

export function changeReportsServices(ask: ReportsAsk, { version, reason }: Why, choice: ServiceChoice): Changed {
  const offer = ask.ground.reports.offer()
  return change(ask, 'chooseServices', version, (tx, seen, act) =>
    changeServices(tx, seen, choice, offer, because(act, reason)),
  )
}

/** For good. */
export function endReports(ask: ReportsAsk, { version, reason }: Why): Changed {
  return change(ask, 'stopReports', version, (tx, seen, act) => stopReports(tx, seen, because(act, reason)))
}

/** What is not set up has no version: the registry then tells so. */
function change<Value>(
  ask: ReportsAsk,
  action: Action,
  version: Version,
  work: (tx: Transaction, seen: SeenConfiguration, act: Act) => Changed<Value>,
): Changed<Value> {
  const place = placeOf(ask)
  return changeReports(ask, action, async (tx, act) => {
    const expectedVersion = version ?? (await configurationOf(tx, place)).reports?.version ?? 0
    return work(tx, { ...place, expectedVersion }, act)
  })
}
