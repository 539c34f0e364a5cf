/** What things are called on the pages of structured reports. */
import type { ChannelType } from '../../../batch/channel.ts'
import type { Environment } from '../../../batch/environment.ts'
import type { CertificateUsage } from '../../../registry/certificates.ts'
import type { CertificateState } from '../../../registry/transitions.ts'
import type { Visit } from '../../ask.ts'
import type { TextKey } from '../../texts.ts'

// biome-ignore format: tables
export const CHANNEL_WORDS: Readonly<Record<ChannelType, TextKey>> = {
  sftp: 'reports.channel.sftp',
  ftp:  'reports.channel.ftp',
  web:  'reports.channel.web',
}

// biome-ignore format: a table
export const USAGE_WORDS: Readonly<Record<CertificateUsage, TextKey>> = {
  signature:            'reports.usage.signature',
  clientAuthentication: 'reports.usage.login',
}

// biome-ignore format: a table
export const ENVIRONMENT_WORDS: Readonly<Record<Environment, TextKey>> = {
  R: 'reports.environment.R',
  T: 'reports.environment.T',
  S: 'reports.environment.S',
}

// biome-ignore format: a table
export const CERTIFICATE_WORDS: Readonly<Record<CertificateState, TextKey>> = {
  uploaded: 'reports.certificate.uploaded',
  valid:    'reports.certificate.valid',
  expiring: 'reports.certificate.expiring',
  expired:  'reports.certificate.expired',
  revoked:  'reports.certificate.revoked',
  rejected: 'reports.certificate.rejected',
  removed:  'reports.certificate.removed',
}

type Speaking = Pick<Visit, 'language' | 'ground'>

/** The code itself where the configuration does not know it any more. */
export function qualityName({ language, ground }: Speaking, code: string): string {
  return ground.reports.offer().qualities.find((quality) => quality.code === code)?.labels[language] || code
}

export function serviceName({ language, ground }: Speaking, code: string): string {
  return ground.reports.offer().services.find((service) => service.code === code)?.labels[language] || ''
}

/** What its people call it, or else the name of its holder. */
export function proofName({ label, subject }: { readonly label: string; readonly subject: string }): string {
  return label || commonName(subject)
}

/** The `CN` of a distinguished name; all of the name where it has none. */
export function commonName(name: string): string {
  return /(?:^|, ?)CN=((?:\\.|[^,\\])+)/.exec(name)?.[1] ?? name
}
