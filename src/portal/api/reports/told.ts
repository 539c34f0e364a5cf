/** Records of the registry as answers tell them: times in RFC 3339, no bytes, no hashes of people. */
import type { SshPublicKey } from '../../../batch/ssh-key.ts'
import type { StoredChannel } from '../../../registry/channels.ts'
import { type DraftCertificate, missingIn } from '../../../registry/setup/contents.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import type { ReportsAsk } from '../../operations/reports.ts'
import type { ReportsPreview } from '../../operations/reports-preview.ts'

export function toldSetup({ draftId, step, expiresAt, contents }: SetupDraft, { ground }: ReportsAsk) {
  const { technicalUser, channel, certificates, sshKeys, services } = contents
  return {
    ...{ setupId: draftId, step, expiresAt: expiresAt.toISOString() },
    ...(technicalUser && { technicalUser }),
    ...(channel && { channel }),
    certificates: certificates.map(toldCertificate),
    sshKeys: sshKeys.map(toldKey),
    ...(services && { services: { services: [...services.services], environments: [...services.environments] } }),
    missing: missingIn(contents, ground.reports.offer().authenticated ?? ['web']),
  }
}

/** `userId`: of the user that the technical user is. */
export function toldConfiguration(reports: ShownReports, stored: readonly StoredChannel[], userId: string | null) {
  const { senderNumber, state, technicalUser, channels, certificates, services } = reports
  return {
    ...{ senderNumber, state },
    ...(technicalUser && { technicalUser: { ...toldContact(technicalUser), userId } }),
    channels: channels.map(({ type, sshKeys, ...channel }) => ({
      channelId: stored.find((one) => one.type === type)?.channelId ?? '',
      ...{ type, state: channel.state, loginName: channel.loginName, network: channel.network },
      sshKeys: sshKeys.map(toldKey),
    })),
    certificates: certificates.map(({ daysLeft, ...certificate }) => ({
      ...toldCertificate(certificate),
      ...{ daysLeft, state: certificate.state },
    })),
    services: services.map(({ service, channels: over, environments }) => ({
      ...{ service, channels: [...over], environments: [...environments] },
    })),
  }
}

function toldContact({ lastName, firstName, email, phone, language }: NonNullable<ShownReports['technicalUser']>) {
  return { lastName, firstName, email, phone, language }
}

type Certificate = Pick<
  DraftCertificate,
  'sha256' | 'label' | 'usages' | 'subject' | 'issuer' | 'serial' | 'notBefore' | 'notAfter'
>

function toldCertificate({ sha256, label, usages, subject, issuer, serial, notBefore, notAfter }: Certificate) {
  return {
    ...{ sha256, label, usages: [...usages], subject, issuer, serial },
    ...{ notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
  }
}

type Key = Pick<SshPublicKey, 'sha256' | 'fingerprint'> & { readonly algorithm: string; readonly label: string }

function toldKey({ sha256, fingerprint, algorithm, label }: Key) {
  return { sha256, fingerprint, algorithm, label }
}

export function toldPreview({ refused, codes, newest, inFlight }: ReportsPreview) {
  return {
    refused,
    codes: codes.map(({ code, sets }) => ({ code, sets })),
    newest: newest.map(({ name, sealedAt, codes: against }) => ({
      ...{ name, sealedAt: sealedAt.toISOString(), codes: [...against] },
    })),
    inFlight,
  }
}
