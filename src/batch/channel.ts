/** How a file reached the sender's inbox; the watched folder is a way into `ftp` (decision 32). */
export type ChannelType = 'sftp' | 'ftp' | 'web'

export const CHANNEL_TYPES: readonly ChannelType[] = ['sftp', 'ftp', 'web']

const FOLDER_SESSION = 'folder:'

/**
 * The session of a file from a watched folder: which file on the share it is, so that it is known again whatever happens between its
 * commit and its removal. Not its device, whose number may be another one after the share was mounted anew.
 */
export function folderSession({
  inode,
  changedNs,
  bytes,
}: {
  readonly inode: bigint
  readonly changedNs: bigint
  readonly bytes: bigint
}): string {
  return `${FOLDER_SESSION}${inode}:${changedNs}:${bytes}`
}

/** The way into the channel when it is not the channel's own protocol. */
export function viaOf(session: string): 'folder' | null {
  return session.startsWith(FOLDER_SESSION) ? 'folder' : null
}
