/**
 * What changes later of the channels of a set-up (spec access.md §5 row 16, §6.4). Each refuses SLU-UNKNOWN when nothing is set up,
 * SLU-VERSION when it changed meanwhile, and what its registry function refuses.
 */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import type { SenderNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act, ReasonedAct } from '../audit.ts'
import { channelsOf } from '../channels.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../move-channel.ts'
import { type OpenedChannel, openChannel, renewChannelPassword } from '../open-channel.ts'
import { chooseServices, chosenServices } from '../service-choice.ts'
import { changeConfiguration, type SeenConfiguration } from './configuration.ts'
import type { DraftChannel } from './contents.ts'
import type { Offer } from './offer.ts'

type Changed<Value = void> = Promise<Result<Value, Refusal>>

/** Active at once, for every service that is chosen; the password of an FTP channel is told now and never again. */
export function addChannel(
  tx: Transaction,
  seen: SeenConfiguration,
  channel: DraftChannel,
  offer: Offer,
  act: Act,
): Changed<OpenedChannel> {
  return changeConfiguration(tx, seen, (senderNumber) => openNew(tx, senderNumber, channel, offer, act))
}

/** rule 12.6: the new one is opened, takes over the services, and the old one goes: at no instant is a service without a channel. */
export function replaceChannel(
  tx: Transaction,
  seen: SeenConfiguration,
  { from, to }: { readonly from: ChannelType; readonly to: DraftChannel },
  offer: Offer,
  act: Act,
): Changed<OpenedChannel> {
  return changeConfiguration(tx, seen, async (senderNumber) => {
    const opened = await openNew(tx, senderNumber, to, offer, act)
    if (!opened.ok) return opened
    const removed = await removeChannel(tx, { senderNumber, type: from }, act)
    return removed.ok ? opened : removed
  })
}

/** Log-in is refused at once and sessions end within 5 s. */
export function pauseChannel(tx: Transaction, seen: SeenConfiguration, type: ChannelType, act: ReasonedAct): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => suspendChannel(tx, { senderNumber, type }, act))
}

export function reopenChannel(tx: Transaction, seen: SeenConfiguration, type: ChannelType, act: ReasonedAct): Changed {
  return changeConfiguration(tx, seen, (senderNumber) => resumeChannel(tx, { senderNumber, type }, act))
}

/** Refuses with SLU-STATE to remove the last one: that is the end of structured reports, and has a step of its own. */
export function endChannel(tx: Transaction, seen: SeenConfiguration, type: ChannelType, act: Act): Changed {
  return changeConfiguration(tx, seen, async (senderNumber) => {
    const channels = await channelsOf(tx, senderNumber)
    if (channels.length === 1 && channels[0]?.type === type) return no(LAST_CHANNEL)
    return removeChannel(tx, { senderNumber, type }, act)
  })
}

export function changeNetwork(
  tx: Transaction,
  seen: SeenConfiguration,
  network: string,
  { networks }: Pick<Offer, 'networks'>,
  act: Act,
): Changed {
  return changeConfiguration(tx, seen, async (senderNumber) => {
    const isThere = (await channelsOf(tx, senderNumber)).some(({ type }) => type === 'ftp')
    if (!isThere) return no(NO_FTP)
    const moved = await openChannel(tx, { senderNumber, type: 'ftp', network, networks }, act)
    return moved.ok ? ok(undefined) : moved
  })
}

/** Resolves with the new password, told now and never again; the old one is void. */
export function renewPassword(tx: Transaction, seen: SeenConfiguration, act: Act): Changed<string> {
  return changeConfiguration(tx, seen, (senderNumber) => renewChannelPassword(tx, senderNumber, act))
}

async function openNew(
  tx: Transaction,
  senderNumber: SenderNumber,
  { type, network }: DraftChannel,
  { networks, clientIds = 'expeditor', services: offered, qualities }: Offer,
  act: Act,
): Changed<OpenedChannel> {
  if ((await channelsOf(tx, senderNumber)).some((channel) => channel.type === type)) return no(openAlready(type))
  const input = { senderNumber, type, networks, clientIds, ...(network !== undefined && { network }) }
  const opened = await openChannel(tx, input, act)
  if (!opened.ok) return opened
  const chosen = await chosenServices(tx, senderNumber)
  if (chosen.services.length === 0) return opened
  const bound = await chooseServices(tx, { senderNumber, ...chosen, offered, qualities }, act)
  return bound.ok ? opened : bound
}

const LAST_CHANNEL = refusal(
  'SLU-STATE',
  'This is the last channel.',
  'Add another one first, or stop structured reports.',
  { key: 'lastChannel' },
)
const NO_FTP = refusal('SLU-UNKNOWN', 'There is no FTP channel.', 'Only an FTP channel has a network.', {
  key: 'networkOnlyFtp',
})

function openAlready(type: ChannelType): Refusal {
  return refusal('SLU-STATE', `There is a ${type} channel already.`, 'Look at the channels that are open.', {
    key: 'channelOpenAlready',
    values: { channel: type },
  })
}
