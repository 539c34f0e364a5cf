/** The wizard by program (spec access.md §13.5, §6.8): a set-up is filled in part by part and confirmed at its end. */
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import { apiRoute } from '../../api-route.ts'
import { NOT_THERE } from '../../not-there.ts'
import type { ReportsAsk } from '../../operations/reports.ts'
import {
  abandonReports,
  type BroughtProofs,
  beginReports,
  confirmReports,
  reportsDraft,
  saveReportsChannel,
  saveReportsContact,
  saveReportsProofs,
  saveReportsServices,
} from '../../operations/reports-setup.ts'
import { reportsChannels } from '../../operations/reports-view.ts'
import { qualityPath } from '../../places.ts'
import { certificateBytes } from './certificate-bytes.ts'
import {
  certificateBody,
  channelBody,
  confirmationAnswer,
  contactBody,
  QUALITY,
  servicesBody,
  setupAnswer,
  sshKeyBody,
} from './shapes.ts'
import { toldSetup } from './told.ts'

const SETUPS = `${QUALITY}/structuredReportSetups` as const
const SETUP = `${SETUPS}/:setupId` as const

type SetupAsk = ReportsAsk & { readonly params: { readonly setupId: string } }

export const SETUP_ROUTES = [
  apiRoute({
    ...{ method: 'POST', path: SETUPS, row: 'setUpReports', status: 201, answer: setupAnswer },
    summary:
      'Begins to set up structured reports, or takes up what was begun; nothing is in force before the confirmation.',
    async handle(ask) {
      const draft = await beginReports(ask)
      if (!draft.ok) return draft
      return made(ask, draft.value)
    },
  }),
  apiRoute({
    ...{ method: 'GET', path: SETUP, row: 'setUpReports', status: 200, answer: setupAnswer },
    summary: 'A set-up with what was filled in so far, and what is missing.',
    async handle(ask) {
      const draft = await reportsDraft(ask)
      return draft?.draftId === ask.params.setupId ? told(ask, ok(draft)) : no(NOT_THERE)
    },
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${SETUP}/technicalUser`, row: 'setUpReports', status: 200, ifMatch: 'required' },
    ...{ body: contactBody, answer: setupAnswer, summary: 'Names the technical user.' },
    handle: async (ask) => told(ask, await saveReportsContact(ask, seen(ask), contactOf(ask.body))),
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${SETUP}/channel`, row: 'setUpReports', status: 200, ifMatch: 'required' },
    ...{ body: channelBody, answer: setupAnswer, summary: 'Chooses the channel, and for FTP its network.' },
    handle: async (ask) => told(ask, await saveReportsChannel(ask, seen(ask), channelOf(ask.body))),
  }),
  apiRoute({
    ...{ method: 'POST', path: `${SETUP}/certificates`, row: 'setUpReports', status: 201 },
    ...{ body: certificateBody, answer: setupAnswer, summary: 'Adds a certificate.' },
    handle: async (ask) => add(ask, { certificate: certificateOf(ask.body) }),
  }),
  apiRoute({
    ...{ method: 'POST', path: `${SETUP}/sshKeys`, row: 'setUpReports', status: 201 },
    ...{ body: sshKeyBody, answer: setupAnswer, summary: 'Adds an SSH key.' },
    handle: async (ask) => add(ask, { sshKey: { text: ask.body.publicKey, label: ask.body.label } }),
  }),
  apiRoute({
    ...{ method: 'PUT', path: `${SETUP}/services`, row: 'setUpReports', status: 200, ifMatch: 'required' },
    ...{ body: servicesBody, answer: setupAnswer, summary: 'Chooses the online services and their environments.' },
    handle: async (ask) => told(ask, await saveReportsServices(ask, seen(ask), ask.body)),
  }),
  apiRoute({
    ...{ method: 'POST', path: `${SETUP}/confirmations`, row: 'setUpReports', status: 201, answer: confirmationAnswer },
    summary: 'Puts the set-up in force: the sender number is given out and the channel is open.',
    handle: confirm,
  }),
  apiRoute({
    ...{ method: 'DELETE', path: SETUP, row: 'setUpReports', status: 204, ifMatch: 'required' },
    summary: 'Throws the set-up away; nothing of it was in force.',
    async handle(ask) {
      const gone = await abandonReports(ask, seen(ask))
      return gone.ok ? ok({}) : gone
    },
  }),
]

function seen({ params, expectedVersion }: SetupAsk & { readonly expectedVersion: number }) {
  return { draftId: params.setupId, version: expectedVersion }
}

function told(ask: ReportsAsk, draft: Result<SetupDraft, Refusal>) {
  return draft.ok ? ok({ body: toldSetup(draft.value, ask), version: draft.value.version }) : draft
}

async function add(ask: SetupAsk, brought: BroughtProofs) {
  const draft = await saveReportsProofs(ask, { draftId: ask.params.setupId, version: null }, brought)
  return draft.ok ? made(ask, draft.value) : draft
}

/** Certificates and keys of a set-up have no address of their own: they are where it is. */
function made(ask: ReportsAsk, draft: SetupDraft) {
  const location = qualityPath(ask.params, `structuredReportSetups/${draft.draftId}`)
  return ok({ body: toldSetup(draft, ask), version: draft.version, location })
}

async function confirm(ask: SetupAsk) {
  const inForce = await confirmReports(ask, { draftId: ask.params.setupId, version: null })
  if (!inForce.ok) return inForce
  const { senderNumber, channels, version } = inForce.value
  const [channel] = channels
  const stored = (await reportsChannels(ask, senderNumber)).find(({ type }) => type === channel?.type)
  if (!channel || !stored) return no(NOT_THERE)
  const location = qualityPath(ask.params, 'structuredReportConfiguration')
  return ok({ body: { senderNumber, channelId: stored.channelId, ...channel }, version, location })
}

export function contactOf({ language, ...names }: ContactBody) {
  return { ...names, ...(language !== undefined && { language }) }
}

export function channelOf({ type, network }: ChannelBody) {
  return { type, ...(network !== undefined && { network }) }
}

export function certificateOf({ certificate, usages, label }: CertificateBody) {
  return { file: certificateBytes(certificate), usages, label }
}

type ContactBody = ReturnType<typeof contactBody.parse>
type ChannelBody = ReturnType<typeof channelBody.parse>
type CertificateBody = ReturnType<typeof certificateBody.parse>
