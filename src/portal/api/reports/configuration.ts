/** The configuration that is in force, its services and technical user, and its end (spec access.md §13.5). */
import { z } from 'zod'
import { no, ok } from '../../../base/result.ts'
import { offeredChoice } from '../../../registry/service-choice.ts'
import type { SetupChange } from '../../../registry/setup/preview.ts'
import { apiRoute } from '../../api-route.ts'
import { NOT_THERE } from '../../not-there.ts'
import type { ReportsAsk } from '../../operations/reports.ts'
import {
  changeReportsContact,
  changeReportsServices,
  endReports,
  linkReportsContact,
} from '../../operations/reports-changes.ts'
import { previewReports } from '../../operations/reports-preview.ts'
import { linkedUser, reportsChannels, seeReports } from '../../operations/reports-view.ts'
import { sha256Of } from './digest.ts'
import { contactOf } from './setups.ts'
import {
  channelType,
  configurationAnswer,
  contactBody,
  previewAnswer,
  QUALITY,
  reasoned,
  servicesBody,
} from './shapes.ts'
import { toldConfiguration, toldPreview } from './told.ts'

const CONFIGURATION = `${QUALITY}/structuredReportConfiguration` as const

const accountBody = z.strictObject({ userId: z.uuid().optional() })

const changeBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('suspendChannel'), channel: channelType }),
  z.strictObject({ kind: z.literal('removeChannel'), channel: channelType }),
  z.strictObject({ kind: z.literal('replaceChannel'), from: channelType, to: channelType }),
  z.strictObject({ kind: z.literal('removeCertificate'), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ kind: z.literal('changeServices'), ...servicesBody.shape }),
  z.strictObject({ kind: z.literal('stop') }),
])

export const CONFIGURATION_ROUTES = [
  apiRoute({
    ...{ method: 'GET', path: CONFIGURATION, row: 'seeConfiguration', status: 200, answer: configurationAnswer },
    summary: 'The configuration data of structured reports, with the sender number.',
    handle: see,
  }),
  apiRoute({
    ...{ method: 'POST', path: `${CONFIGURATION}/previews`, row: 'seeConfiguration', status: 200 },
    ...{ body: changeBody, answer: previewAnswer, summary: 'What a change would have refused in the last 30 days.' },
    async handle(ask) {
      const seen = await seeReports(ask)
      if (!seen.ok) return seen
      const change = changeOf(ask, ask.body)
      if (!change.ok) return change
      const { reports } = seen.value
      if (!reports) return no(NOT_THERE)
      return ok({ body: toldPreview(await previewReports(ask, reports.senderNumber, change.value)) })
    },
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${CONFIGURATION}/technicalUser`, row: 'setUpReports', status: 200, ifMatch: 'required' },
    ...{ body: contactBody, answer: configurationAnswer },
    summary: 'Replaces the technical user, who is then none of the users; the number stays.',
    async handle(ask) {
      const changed = await changeReportsContact(ask, ask.expectedVersion, contactOf(ask.body))
      return changed.ok ? see(ask) : changed
    },
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${CONFIGURATION}/technicalUser/account`, row: 'setUpReports', status: 200 },
    ...{ ifMatch: 'required', body: accountBody, answer: configurationAnswer },
    summary: 'Says which user of the quality the technical user is, who may then look; without a user: none of them.',
    async handle(ask) {
      const linked = await linkReportsContact(ask, ask.expectedVersion, ask.body.userId ?? null)
      return linked.ok ? see(ask) : linked
    },
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${CONFIGURATION}/services`, row: 'chooseServices', status: 200, ifMatch: 'required' },
    ...{ body: servicesBody.extend(reasoned.shape), answer: configurationAnswer },
    summary: 'Replaces the choice of online services.',
    async handle(ask) {
      const { reason, ...choice } = ask.body
      const changed = await changeReportsServices(ask, { version: ask.expectedVersion, reason }, choice)
      return changed.ok ? see(ask) : changed
    },
  }),
  apiRoute({
    ...{ method: 'DELETE', path: CONFIGURATION, row: 'stopReports', status: 204, ifMatch: 'required', body: reasoned },
    summary: 'Stops structured reports; the sender number is never given out again.',
    async handle(ask) {
      const ended = await endReports(ask, { version: ask.expectedVersion, reason: ask.body.reason })
      return ended.ok ? ok({}) : ended
    },
  }),
]

/** As it is now, also after a change. */
export async function see(ask: ReportsAsk) {
  const seen = await seeReports(ask)
  if (!seen.ok) return seen
  const { reports } = seen.value
  if (!reports) return no(NOT_THERE)
  const stored = await reportsChannels(ask, reports.senderNumber)
  const linked = await linkedUser(ask, reports)
  return ok({ body: toldConfiguration(reports, stored, linked?.qualityUserId ?? null), version: reports.version })
}

function changeOf({ ground, params }: ReportsAsk, body: z.output<typeof changeBody>) {
  if (body.kind === 'removeCertificate') return ok<SetupChange>({ ...body, sha256: sha256Of(body.sha256) })
  if (body.kind !== 'changeServices') return ok<SetupChange>(body)
  const { services: offered, qualities } = ground.reports.offer()
  const pairs = offeredChoice({ ...body, offered, qualities }, params.qualityCode)
  return pairs.ok ? ok<SetupChange>({ kind: body.kind, pairs: pairs.value }) : pairs
}
