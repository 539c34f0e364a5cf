import type { ChannelType } from '../batch/channel.ts'
import type { CertificateUsage } from './certificates.ts'

/** What a certificate serves: signatures, and log-in where one of the channels looks at certificates. */
export function usagesFor(
  channels: readonly ChannelType[],
  authenticated: readonly ChannelType[],
): readonly CertificateUsage[] {
  const logsIn = channels.some((channel) => authenticated.includes(channel))
  return logsIn ? ['signature', 'clientAuthentication'] : ['signature']
}

/** Decision 18: a certificate logs in at the web service, and by FTP where that asks for one (`ftp.clientCertificate`). */
export function authenticatedChannels({
  clientCertificate,
}: {
  readonly clientCertificate: 'ignored' | 'checked' | 'required'
}): readonly ChannelType[] {
  return clientCertificate === 'ignored' ? ['web'] : ['web', 'ftp']
}
