/**
 * The steps of the set-up (spec access.md §6.8), for an enterprise whose quality is active: what the wizard of the portal and an
 * operator's enrolment have in common, so that both leave the same rows and the same audit.
 */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import { ENVIRONMENTS, type Environment } from '../../batch/environment.ts'
import type { EnterpriseNumber, SenderNumber } from '../../batch/identifiers.ts'
import type { SshPublicKey } from '../../batch/ssh-key.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { usagesFor } from '../certificate-usages.ts'
import {
  type CertificateUsage,
  certificatesOf,
  type InspectedCertificate,
  registerCertificate,
  type StoredCertificate,
} from '../certificates.ts'
import { type ChannelKey, channelsOf } from '../channels.ts'
import { removeChannel } from '../move-channel.ts'
import { openChannel, renewChannelPassword } from '../open-channel.ts'
import { allotSender, lockSender } from '../senders.ts'
import { chooseServices, chosenServices, type ServiceChoice } from '../service-choice.ts'
import { registerSshKey } from '../ssh-keys.ts'
import { switchStatusFolder } from '../status-folder.ts'
import { appointTechnicalUser, type Contact } from '../technical-users.ts'
import type { Offer } from './offer.ts'

export type ReportsRequest = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly quality: string
  /** All that it is to have from now on; empty: as they are. */
  readonly channels: readonly ChannelType[]
  /** All that it is to have from now on; empty: as they are. */
  readonly services: readonly string[]
  /** Of the services; all when nothing is said. */
  readonly environments?: readonly Environment[]
  readonly sender?: SenderNumber
  readonly contact?: Contact
  readonly language?: 'de' | 'fr' | 'nl' | 'en'
  /** Of the FTP channel. */
  readonly network?: string
  readonly sshKeys?: readonly BroughtKey[]
  readonly certificates?: readonly BroughtCertificate[]
  /** Makes a new password for an FTP channel that was open before. */
  readonly renewPassword?: boolean
  /** Of the channels with folders; as it is, and so by default, when nothing is said. */
  readonly statusFolder?: boolean
  /** Whose act vouches for certificates that name no owner; null: they wait for an operator (decision 18). */
  readonly approvedBy: string | null
}

export type BroughtKey = SshPublicKey & { readonly label?: string }
export type BroughtCertificate = InspectedCertificate & {
  readonly label?: string
  /** What it was inspected for; left out: what the channels ask of it. */
  readonly usages?: readonly CertificateUsage[]
}

export type ReportsInForce = {
  readonly senderNumber: SenderNumber
  readonly channels: readonly EnrolledChannel[]
  readonly certificates: readonly StoredCertificate[]
}

export type EnrolledChannel =
  | { readonly type: 'sftp'; readonly username: string }
  | { readonly type: 'ftp'; readonly username: string; readonly password?: string }
  | { readonly type: 'web'; readonly clientId: string }

/** Not undone on a refusal: the caller does that (`allOrNothing`). Refuses what its steps refuse, and a suspended sender (SLU-STATE). */
export async function putInForce(
  tx: Transaction,
  request: ReportsRequest,
  offer: Offer,
  act: Act,
): Promise<Result<ReportsInForce, Refusal>> {
  const sender = await settleSender(tx, request, offer, act)
  if (!sender.ok) return sender
  const senderNumber = sender.value
  const chosen = await chosenServices(tx, senderNumber)
  const channels = await settleChannels(tx, senderNumber, request, offer, act)
  if (!channels.ok) return channels
  const proofs = await addProofs(tx, senderNumber, request, channels.value, offer, act)
  if (!proofs.ok) return proofs
  const services = await settleServices(tx, senderNumber, request, chosen, offer, act)
  if (!services.ok) return services
  return ok({ senderNumber, channels: channels.value, certificates: await certificatesOf(tx, senderNumber) })
}

async function settleSender(
  tx: Transaction,
  { enterpriseNumber, quality, sender: wanted, contact, language }: ReportsRequest,
  { reserved = [] }: Offer,
  act: Act,
): Promise<Result<SenderNumber, Refusal>> {
  const input = { enterpriseNumber, qualityCode: quality, reserved, ...(wanted && { wanted }) }
  const sender = await allotSender(tx, input, act)
  if (!sender.ok) return sender
  const row = await lockSender(tx, sender.value)
  if (row.ok && row.value.state === 'suspended') return no(SENDER_SUSPENDED)
  if (!contact) return sender
  const spoken = { ...(language && { language }), ...contact }
  const appointed = await appointTechnicalUser(tx, { senderNumber: sender.value, contact: spoken }, act)
  return appointed.ok ? sender : appointed
}

async function settleChannels(
  tx: Transaction,
  senderNumber: SenderNumber,
  request: ReportsRequest,
  { networks, clientIds = 'expeditor' }: Offer,
  act: Act,
): Promise<Result<EnrolledChannel[], Refusal>> {
  const present = (await channelsOf(tx, senderNumber)).map(({ type }) => type)
  const wanted = request.channels.length > 0 ? [...new Set(request.channels)] : present
  if (wanted.length === 0) return no(NO_CHANNEL)
  if (request.network !== undefined && !wanted.includes('ftp')) return no(NO_FTP)
  if (request.renewPassword && !wanted.includes('ftp')) return no(NO_PASSWORD)
  const enrolled: EnrolledChannel[] = []
  for (const type of wanted) {
    const network = type === 'ftp' && request.network !== undefined ? { network: request.network } : {}
    const opened = await openChannel(tx, { senderNumber, type, networks, clientIds, ...network }, act)
    if (!opened.ok) return opened
    const { loginName, password } = opened.value
    const renewed =
      type === 'ftp' && request.renewPassword && !password
        ? await renewChannelPassword(tx, senderNumber, act)
        : ok(password)
    if (!renewed.ok) return renewed
    const switched = await settleStatusFolder(tx, { senderNumber, type }, request, act)
    if (!switched.ok) return switched
    enrolled.push(enrolledChannel(type, loginName, renewed.value))
  }
  for (const type of present.filter((former) => !wanted.includes(former))) {
    const removed = await removeChannel(tx, { senderNumber, type }, act)
    if (!removed.ok) return removed
  }
  return ok(enrolled)
}

async function settleStatusFolder(
  tx: Transaction,
  key: ChannelKey,
  { statusFolder }: ReportsRequest,
  act: Act,
): Promise<Result<void, Refusal>> {
  return statusFolder === undefined || key.type === 'web'
    ? ok(undefined)
    : switchStatusFolder(tx, key, statusFolder, act)
}

function enrolledChannel(type: ChannelType, loginName: string, password: string | null): EnrolledChannel {
  if (type === 'web') return { type, clientId: loginName }
  return type === 'ftp' && password ? { type, username: loginName, password } : { type, username: loginName }
}

/** SSH keys and certificates: these serve what they were inspected for, else whatever the channels ask of them. */
async function addProofs(
  tx: Transaction,
  senderNumber: SenderNumber,
  { sshKeys = [], certificates = [], approvedBy }: ReportsRequest,
  channels: readonly EnrolledChannel[],
  { authenticated = ['web'] }: Offer,
  act: Act,
): Promise<Result<void, Refusal>> {
  for (const key of sshKeys) {
    const { label = '' } = key
    const registered = await registerSshKey(tx, { senderNumber, key, label }, act)
    if (!registered.ok) return registered
  }
  const types = channels.map(({ type }) => type)
  const served = usagesFor(types, authenticated)
  for (const certificate of certificates) {
    const { label = '', usages = served } = certificate
    const registered = await registerCertificate(tx, { senderNumber, certificate, usages, approvedBy, label }, act)
    if (!registered.ok) return registered
  }
  return ok(undefined)
}

/** Bound anew each time, because the channels may be others than before. */
async function settleServices(
  tx: Transaction,
  senderNumber: SenderNumber,
  request: ReportsRequest,
  before: ServiceChoice,
  { services: offered, qualities }: Offer,
  act: Act,
): Promise<Result<void, Refusal>> {
  const isKept = request.services.length === 0
  const services = isKept ? before.services : request.services
  const environments = request.environments ?? (isKept ? before.environments : ENVIRONMENTS)
  return chooseServices(tx, { senderNumber, services, environments, offered, qualities }, act)
}

const SENDER_SUSPENDED = refusal('SLU-STATE', 'The sender is suspended.', 'Resume it with a reason first.', {
  key: 'senderSuspended',
})
const NO_CHANNEL = refusal('SLU-STATE', 'No channel is chosen.', 'Choose at least one of sftp, ftp and web.', {
  key: 'noChannelChosen',
})
const NO_PASSWORD = refusal(
  'SLU-STATE',
  'Only an FTP channel has a password.',
  'Do not ask for a new one, or choose the ftp channel too.',
)
const NO_FTP = refusal(
  'SLU-STATE',
  'Only an FTP channel has a network.',
  'Leave the network out, or choose the ftp channel too.',
)
