/** The changes that are told and asked about before, in a table: channels, proofs, and the end (spec access.md §6.4-6.6). */
import type { Sha256 } from '../../../base/hashes.ts'
import { Facts, Id } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { ShownChannel, ShownProof, ShownReports, ShownSshKey } from '../../../registry/setup/overview.ts'
import {
  endReports,
  endReportsProof,
  moveReportsChannel,
  type RenewedPassword,
  renewReportsPassword,
} from '../../operations/reports-changes.ts'
import type { AnyPageRoute, Page } from '../../page-route.ts'
import { confirmedChange } from './confirmed-change.tsx'
import { type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { CHANNEL_WORDS, proofName } from './words.ts'

type Params = Readonly<Record<string, string>>

const CHANNEL = {
  row: 'changeChannels',
  find: ({ channels }: ShownReports, { channel }: Params) => channels.find(({ type }) => type === channel),
  nameOf: ({ t }: ReportsPage, { type }: ShownChannel) => t(CHANNEL_WORDS[type]),
} as const

const PROOF = { row: 'changeProofs', isDangerous: true } as const

export const CONFIRMED_CHANGES: readonly AnyPageRoute[] = [
  ...confirmedChange({
    ...{ ...CHANNEL, path: 'channels/:channel/suspend', isDangerous: true },
    ...{ title: 'reports.suspend.title', effect: 'reports.suspend.effect' },
    preview: ({ type }) => ({ kind: 'suspendChannel', channel: type }),
    change: (ask, why, { type }) => moveReportsChannel(ask, why, type, 'suspend'),
    after: async (ask) => ({ to: reportsPath(ask), done: 'channelSuspended' }),
  }),
  ...confirmedChange({
    ...{ ...CHANNEL, path: 'channels/:channel/resume', isDangerous: false },
    ...{ title: 'reports.resume.title', effect: 'reports.resume.effect' },
    preview: () => null,
    change: (ask, why, { type }) => moveReportsChannel(ask, why, type, 'resume'),
    after: async (ask) => ({ to: reportsPath(ask), done: 'channelResumed' }),
  }),
  ...confirmedChange({
    ...{ ...CHANNEL, path: 'channels/:channel/remove', isDangerous: true },
    ...{ title: 'reports.removeChannel.title', effect: 'reports.removeChannel.effect' },
    preview: ({ type }) => ({ kind: 'removeChannel', channel: type }),
    change: (ask, why, { type }) => moveReportsChannel(ask, why, type, 'remove'),
    after: async (ask) => ({ to: reportsPath(ask), done: 'channelRemoved' }),
  }),
  ...confirmedChange({
    ...{ ...CHANNEL, path: 'channels/ftp/password', isDangerous: true },
    ...{ title: 'reports.password.title', effect: 'reports.password.effect' },
    find: ({ channels }) => channels.find(({ type }) => type === 'ftp'),
    preview: () => null,
    change: renewReportsPassword,
    after: passwordPage,
  }),
  ...confirmedChange({
    ...{ ...PROOF, path: 'certificates/:certificate/remove' },
    ...{ title: 'reports.removeCertificate.title', effect: 'reports.removeCertificate.effect' },
    find: ({ certificates }, { certificate }) => certificates.find(({ sha256 }) => sha256 === certificate),
    nameOf: (_, proof: ShownProof) => proofName(proof),
    preview: ({ sha256 }) => ({ kind: 'removeCertificate', sha256 }),
    change: (ask, why, { sha256 }) => endReportsProof(ask, why, { kind: 'certificate', sha256 }),
    after: async (ask) => ({ to: reportsPath(ask), done: 'certificateRemoved' }),
  }),
  ...confirmedChange({
    ...{ ...PROOF, path: 'ssh-keys/:key/remove' },
    ...{ title: 'reports.removeKey.title', effect: 'reports.removeKey.effect' },
    find: ({ channels }, { key }) => sshKeyIn(channels, key),
    nameOf: (_, key: ShownSshKey) => keyName(key),
    preview: () => null,
    change: (ask, why, { sha256 }) => endReportsProof(ask, why, { kind: 'sshKey', sha256 }),
    after: async (ask) => ({ to: reportsPath(ask), done: 'keyRemoved' }),
  }),
  ...confirmedChange({
    ...{ path: 'stop', row: 'stopReports', isDangerous: true },
    ...{ title: 'reports.stop', effect: 'reports.stop.effect' },
    find: (reports) => reports,
    nameOf: (_, { senderNumber }: ShownReports) => senderNumber,
    preview: () => ({ kind: 'stop' }),
    change: (ask, why) => endReports(ask, why),
    after: async (ask) => ({ to: reportsPath(ask), done: 'reportsStopped' }),
  }),
]

export function sshKeyIn(channels: readonly ShownChannel[], digest: string | undefined): ShownSshKey | undefined {
  return channels.flatMap(({ sshKeys }) => sshKeys).find(({ sha256 }) => sha256 === (digest as Sha256 | undefined))
}

export function keyName({ label, comment, algorithm }: ShownSshKey): string {
  return label || comment || algorithm
}

/** In answer to the form itself, and never again. */
async function passwordPage(ask: ReportsPage, { password }: RenewedPassword): Promise<Page> {
  const { t } = ask
  const title = t('reports.password.done')
  return {
    title,
    crumbs: await reportsCrumbs(ask, title),
    body: (
      <>
        <Head title={title} />
        <Facts facts={[[t('term.password'), <Id key="password">{password}</Id>]]} />
        <Note tone="warn">{t('reports.passwordOnce')}</Note>
        <p class="row buttons">
          <a href={reportsPath(ask)}>{t('caption.configurationOverview')}</a>
        </p>
      </>
    ),
  }
}
