import type { ChannelType } from '../../../batch/channel.ts'

/** Names that every language has. */
export const CHANNEL_NAMES: Readonly<Record<ChannelType, string>> = { sftp: 'SFTP', ftp: 'FTP', web: 'Web' }
