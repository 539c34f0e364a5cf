/** How a file reached the sender's inbox; the watched folder is a way into `ftp` (decision 32). */
export type ChannelType = 'sftp' | 'ftp' | 'web'

export const CHANNEL_TYPES: readonly ChannelType[] = ['sftp', 'ftp', 'web']
