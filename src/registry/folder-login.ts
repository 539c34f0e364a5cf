/** Whether a sender's watched folder is open: it is a way into the FTP channel, and as good as a log-in there (decision 32). */
import { no, ok, type Result } from '../base/result.ts'
import type { Queries } from '../database/database.ts'

export type FolderLogin = {
  /** The login name of the FTP channel. */
  readonly loginName: string
  /** The network that the channel names; the folder counts as a client in it. */
  readonly network: string | null
}

export type FolderFault = 'unknownSender' | 'noFtpChannel' | 'channelSuspended' | 'channelNotInNetwork' | 'closed'

/** A suspended sender is let in, as everywhere: its sets get 103 (decision 11). */
export async function findFolderLogin(queries: Queries, sender: string): Promise<Result<FolderLogin, FolderFault>> {
  const row = await queries
    .selectFrom('sender')
    .innerJoin('enterprise', 'enterprise.enterprise_number', 'sender.enterprise_number')
    .leftJoin('channel', (join) =>
      join
        .onRef('channel.sender_number', '=', 'sender.sender_number')
        .on('channel.type', '=', 'ftp')
        .on('channel.state', '<>', 'removed'),
    )
    .select(['sender.state as senderState', 'enterprise.state as enterpriseState'])
    .select(['channel.state', 'channel.login_name as loginName', 'channel.network'])
    .where('sender.sender_number', '=', sender)
    .executeTakeFirst()
  if (!row) return no('unknownSender')
  if ([row.senderState, row.enterpriseState].includes('closed')) return no('closed')
  if (row.loginName === null) return no('noFtpChannel')
  return row.state === 'active' ? ok({ loginName: row.loginName, network: row.network }) : no('channelSuspended')
}
