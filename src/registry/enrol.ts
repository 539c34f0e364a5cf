/**
 * The steps of the set-up in one go (spec access.md §6.8), for an operator: the same functions as behind the portal, so that both leave
 * the same rows and the same audit.
 */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { ChannelType } from '../batch/channel.ts'
import { ENVIRONMENTS, type Environment } from '../batch/environment.ts'
import type { EnterpriseNumber, SenderNumber } from '../batch/identifiers.ts'
import type { SshPublicKey } from '../batch/ssh-key.ts'
import type { Transaction } from '../database/database.ts'
import { allOrNothing } from './all-or-nothing.ts'
import type { Act } from './audit.ts'
import { usagesFor } from './certificate-usages.ts'
import {
  certificatesOf,
  type InspectedCertificate,
  registerCertificate,
  type StoredCertificate,
} from './certificates.ts'
import { type ChannelKey, channelsOf } from './channels.ts'
import { activateEnterprise, registerEnterprise } from './enterprises.ts'
import { removeChannel } from './move-channel.ts'
import type { OfferedNetwork } from './networks.ts'
import { openChannel, renewChannelPassword } from './open-channel.ts'
import { activateQuality, type OfferedQuality } from './qualities.ts'
import { allotSender, lockSender } from './senders.ts'
import { chooseServices, chosenServices, type OfferedService, type ServiceChoice } from './service-choice.ts'
import { registerSshKey } from './ssh-keys.ts'
import { switchStatusFolder } from './status-folder.ts'
import { appointTechnicalUser, type Contact } from './technical-users.ts'

export type EnrolRequest = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly name: string
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
  readonly sshKeys?: readonly SshPublicKey[]
  readonly certificates?: readonly InspectedCertificate[]
  /** Makes a new password for an FTP channel that was open before. */
  readonly renewPassword?: boolean
  /** Of the channels with folders; as it is, and so by default, when nothing is said. */
  readonly statusFolder?: boolean
}

/** What the configuration offers. */
export type Offer = {
  readonly qualities: readonly OfferedQuality[]
  readonly networks: readonly OfferedNetwork[]
  readonly services: readonly OfferedService[]
  /** Channels whose log-in looks at certificates; the web channel alone when nothing is said. */
  readonly authenticated?: readonly ChannelType[]
  /** Sender numbers that are not given out: `names.gatewayNumber`, when it is not the usual one. */
  readonly reserved?: readonly string[]
}

export type Enrolment = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly quality: string
  readonly senderNumber: SenderNumber
  readonly channels: readonly EnrolledChannel[]
  readonly certificates: readonly StoredCertificate[]
}

export type EnrolledChannel =
  | { readonly type: 'sftp'; readonly username: string }
  | { readonly type: 'ftp'; readonly username: string; readonly password?: string }
  | { readonly type: 'web'; readonly clientId: string }

/**
 * Enrols an enterprise in one quality, or brings its enrolment up to date: keys and certificates are added, channels and services
 * replaced, the sender number stays, and an FTP password is made for a new channel or on request. All of it or, on any refusal of
 * the steps, nothing. What is suspended is refused and not resumed.
 */
export function enrol(
  tx: Transaction,
  request: EnrolRequest,
  offer: Offer,
  act: Act,
): Promise<Result<Enrolment, Refusal>> {
  return allOrNothing(tx, async () => {
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
    const certificates = await certificatesOf(tx, senderNumber)
    const { enterpriseNumber, quality } = request
    return ok({ enterpriseNumber, quality, senderNumber, channels: channels.value, certificates })
  })
}

async function settleSender(
  tx: Transaction,
  request: EnrolRequest,
  offer: Offer,
  act: Act,
): Promise<Result<SenderNumber, Refusal>> {
  const { enterpriseNumber, name, language, quality, sender: wanted, contact } = request
  const enterprise = await registerEnterprise(
    tx,
    { enterpriseNumber, legalName: name, ...(language && { language }) },
    act,
  )
  if (!enterprise.ok) return enterprise
  const active = await activateEnterprise(tx, enterpriseNumber, act)
  if (!active.ok) return active
  const qualityInput = { enterpriseNumber, qualityCode: quality, offered: offer.qualities }
  const activated = await activateQuality(tx, qualityInput, act)
  if (!activated.ok) return activated
  const { reserved = [] } = offer
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
  request: EnrolRequest,
  { networks }: Offer,
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
    const opened = await openChannel(tx, { senderNumber, type, networks, ...network }, act)
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
  { statusFolder }: EnrolRequest,
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

/** SSH keys and certificates. The operator's own act vouches for certificates that name no enterprise (decision 18). */
async function addProofs(
  tx: Transaction,
  senderNumber: SenderNumber,
  { sshKeys = [], certificates = [] }: EnrolRequest,
  channels: readonly EnrolledChannel[],
  { authenticated = ['web'] }: Offer,
  act: Act,
): Promise<Result<void, Refusal>> {
  for (const key of sshKeys) {
    const registered = await registerSshKey(tx, { senderNumber, key }, act)
    if (!registered.ok) return registered
  }
  const types = channels.map(({ type }) => type)
  const usages = usagesFor(types, authenticated)
  for (const certificate of certificates) {
    const registered = await registerCertificate(tx, { senderNumber, certificate, usages, approvedBy: act.actor }, act)
    if (!registered.ok) return registered
  }
  return ok(undefined)
}

/** Bound anew each time, because the channels may be others than before. */
async function settleServices(
  tx: Transaction,
  senderNumber: SenderNumber,
  request: EnrolRequest,
  before: ServiceChoice,
  { services: offered, qualities }: Offer,
  act: Act,
): Promise<Result<void, Refusal>> {
  const isKept = request.services.length === 0
  const services = isKept ? before.services : request.services
  const environments = request.environments ?? (isKept ? before.environments : ENVIRONMENTS)
  return chooseServices(tx, { senderNumber, services, environments, offered, qualities }, act)
}

const SENDER_SUSPENDED = refusal('SLU-STATE', 'The sender is suspended.', 'Resume it with a reason first.')
const NO_CHANNEL = refusal('SLU-STATE', 'No channel is chosen.', 'Choose at least one of sftp, ftp and web.')
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
