/** Channels of the configuration (spec access.md §5 row 16, §13.5). */
import { z } from 'zod'
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { StoredChannel } from '../../../registry/channels.ts'
import { apiRoute } from '../../api-route.ts'
import { NOT_THERE } from '../../not-there.ts'
import type { ReportsAsk } from '../../operations/reports.ts'
import {
  changeReportsNetwork,
  type MadeChannel,
  moveReportsChannel,
  openReportsChannel,
  renewReportsPassword,
  replaceReportsChannel,
} from '../../operations/reports-changes.ts'
import { reportsChannels, seeReports } from '../../operations/reports-view.ts'
import { qualityPath } from '../../places.ts'
import { see } from './configuration.ts'
import { channelOf } from './setups.ts'
import { channelBody, configurationAnswer, openedAnswer, QUALITY, reasoned } from './shapes.ts'

const CHANNELS = `${QUALITY}/channels` as const
const CHANNEL = `${CHANNELS}/:channelId` as const

const stateBody = z.strictObject({ state: z.enum(['active', 'suspended']), ...reasoned.shape })
const replacementBody = channelBody.extend(reasoned.shape)
const networkBody = z.strictObject({ network: z.string().trim().min(1).max(32) })
const passwordAnswer = z.object({ password: z.string().describe('Told now and never again.') })

export const CHANNEL_ROUTES = [
  apiRoute({
    ...{ method: 'POST', path: CHANNELS, row: 'changeChannels', status: 201, body: channelBody, answer: openedAnswer },
    summary: 'Opens a further channel, active at once for every service that is chosen.',
    async handle(ask) {
      const opened = await openReportsChannel(ask, null, channelOf(ask.body))
      return opened.ok ? told(ask, opened.value) : opened
    },
  }),
  apiRoute({
    ...{ method: 'POST', path: `${CHANNEL}/replacements`, row: 'changeChannels', status: 201, ifMatch: 'required' },
    ...{ body: replacementBody, answer: openedAnswer },
    summary: 'Opens another channel in the place of this one, which goes at the same instant.',
    async handle(ask) {
      const { reason, ...to } = ask.body
      const swap = ({ type: from }: StoredChannel) =>
        replaceReportsChannel(ask, why(ask, reason), { from, to: channelOf(to) })
      const opened = await onChannel(ask, swap)
      return opened.ok ? told(ask, opened.value) : opened
    },
  }),
  apiRoute({
    ...{ method: 'PATCH', path: CHANNEL, row: 'changeChannels', status: 200, ifMatch: 'required' },
    ...{ body: stateBody, answer: configurationAnswer, summary: 'Suspends a channel, or opens it again.' },
    async handle(ask) {
      const { state, reason } = ask.body
      const move = state === 'active' ? 'resume' : 'suspend'
      const moved = await onChannel(ask, ({ type }) => moveReportsChannel(ask, why(ask, reason), type, move))
      return moved.ok ? see(ask) : moved
    },
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${CHANNEL}/network`, row: 'changeChannels', status: 200, ifMatch: 'required' },
    ...{ body: networkBody, answer: configurationAnswer, summary: 'Moves an FTP channel to another network.' },
    async handle(ask) {
      const change = ({ type }: StoredChannel) =>
        type === 'ftp' ? changeReportsNetwork(ask, ask.expectedVersion, ask.body.network) : no(NOT_THERE)
      const moved = await onChannel(ask, change)
      return moved.ok ? see(ask) : moved
    },
  }),
  apiRoute({
    ...{ method: 'POST', path: `${CHANNEL}/passwordRenewals`, row: 'changeChannels', status: 201 },
    ...{ body: reasoned, answer: passwordAnswer, summary: 'Makes a new password for an FTP channel.' },
    async handle(ask) {
      const { reason } = ask.body
      const change = ({ type }: StoredChannel) =>
        type === 'ftp' ? renewReportsPassword(ask, { version: null, reason }) : no(NOT_THERE)
      const renewed = await onChannel(ask, change)
      if (!renewed.ok) return renewed
      const { version, ...body } = renewed.value
      return ok({ body, version })
    },
  }),
  apiRoute({
    ...{ method: 'DELETE', path: CHANNEL, row: 'changeChannels', status: 204, ifMatch: 'required', body: reasoned },
    summary: 'Removes a channel that is not the last one.',
    async handle(ask) {
      const { reason } = ask.body
      const removed = await onChannel(ask, ({ type }) => moveReportsChannel(ask, why(ask, reason), type, 'remove'))
      return removed.ok ? ok({}) : removed
    },
  }),
]

function told({ params }: ReportsAsk, { version, ...body }: MadeChannel) {
  return ok({ body, version, location: qualityPath(params, `channels/${body.channelId}`) })
}

type ChannelAsk = ReportsAsk & { readonly params: { readonly channelId: string } }

function why({ expectedVersion }: { readonly expectedVersion: number }, reason: string) {
  return { version: expectedVersion, reason }
}

/** Refuses with SLU-MISSING an id that is none of this quality's channels. */
async function onChannel<Value>(
  ask: ChannelAsk,
  change: (channel: StoredChannel) => Promise<Result<Value, Refusal>> | Result<Value, Refusal>,
): Promise<Result<Value, Refusal>> {
  const seen = await seeReports(ask)
  if (!seen.ok) return seen
  const { reports } = seen.value
  const stored = reports ? await reportsChannels(ask, reports.senderNumber) : []
  const channel = stored.find(({ channelId }) => channelId === ask.params.channelId)
  return channel ? change(channel) : no(NOT_THERE)
}
