/** What a set-up that is being filled in holds so far, as the wizard's steps have it (spec access.md §6.8). */
import type { ChannelType } from '../../batch/channel.ts'
import type { SshPublicKey } from '../../batch/ssh-key.ts'
import type { CertificateUsage, InspectedCertificate } from '../certificates.ts'
import type { ServiceChoice } from '../service-choice.ts'
import type { Contact } from '../technical-users.ts'

export type SetupContents = {
  readonly technicalUser?: Contact
  readonly channel?: DraftChannel
  readonly certificates: readonly DraftCertificate[]
  readonly sshKeys: readonly DraftSshKey[]
  readonly services?: ServiceChoice
}

/** The network is an FTP channel's. */
export type DraftChannel = { readonly type: ChannelType; readonly network?: string }

/** `usages`: what it was inspected for, and so all that it may serve. */
export type DraftCertificate = InspectedCertificate & {
  readonly usages: readonly CertificateUsage[]
  readonly label: string
}

export type DraftSshKey = SshPublicKey & { readonly label: string }

/** In the order of the specification; `summary` is where all of them are shown before anything is in force. */
export const SETUP_STEPS = ['technicalUser', 'channel', 'certificate', 'services', 'summary'] as const
export type SetupStep = (typeof SETUP_STEPS)[number]

/** What `confirmSetup` still needs. */
export type MissingPart =
  | 'technicalUser'
  | 'channel'
  | 'signatureCertificate'
  | 'loginCertificate'
  | 'sshKey'
  | 'services'

export const NOTHING_YET: SetupContents = { certificates: [], sshKeys: [] }

/**
 * All that is missing, in the order of the steps. Files over SFTP and FTP need a certificate that signs them; a channel whose log-in
 * looks at certificates (`authenticated`) needs one for that; SFTP needs a key.
 */
export function missingIn(contents: SetupContents, authenticated: readonly ChannelType[]): MissingPart[] {
  const type = contents.channel?.type
  const serves = (usage: CertificateUsage) => contents.certificates.some(({ usages }) => usages.includes(usage))
  const needs: readonly (readonly [MissingPart, boolean])[] = [
    ['technicalUser', !contents.technicalUser],
    ['channel', !type],
    ['signatureCertificate', (type === 'sftp' || type === 'ftp') && !serves('signature')],
    ['loginCertificate', type !== undefined && authenticated.includes(type) && !serves('clientAuthentication')],
    ['sshKey', type === 'sftp' && contents.sshKeys.length === 0],
    ['services', !contents.services],
  ]
  return needs.filter(([, isMissing]) => isMissing).map(([part]) => part)
}
