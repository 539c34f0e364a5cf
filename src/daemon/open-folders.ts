import { uuidV7 } from '../base/ids.ts'
import { no, type Result } from '../base/result.ts'
import type { Database } from '../database/database.ts'
import { type FolderEndpoint, watchFolders } from '../endpoints/folder/folder-endpoint.ts'
import type { FolderLedger } from '../endpoints/folder/options.ts'
import { answersForFolder, noteInFolder, sendersWithAnswers, setsWithGo, takenBefore } from '../ledger/folder-files.ts'
import { holdFolder, leaveFolders } from '../ledger/folder-leases.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { type FolderFault, type FolderLogin, findFolderLogin } from '../registry/folder-login.ts'
import { type ClientNetwork, networkFault } from './client-networks.ts'
import type { Ground } from './ground.ts'
import { liveView } from './live-view.ts'

/** The watched folders as they were configured at the start; null when there are none. */
export function openFolders(
  ground: Ground & { readonly database: Database; readonly mailbox: Mailbox },
): FolderEndpoint | null {
  const { live, database, mailbox, node, log, metrics, ending } = ground
  const { watchedFolders: folders } = live.current()
  if (folders.length === 0) return null
  return watchFolders({
    ...{ folders, mailbox, log, metrics },
    login: async (sender) => fromNetwork(await findFolderLogin(database.queries, sender), live.current().networks),
    ledger: folderLedger(database, `${node}/${uuidV7()}`), // containers may share their name and their process number
    settings: liveView(() => live.current()),
    onBug: (error) => ending.fail(error),
  })
}

/** The folder counts as a client in the network that the channel names; one that keeps FTP out keeps the folder shut. */
export function fromNetwork(
  login: Result<FolderLogin, FolderFault>,
  networks: readonly ClientNetwork[],
): Result<FolderLogin, FolderFault> {
  if (!login.ok) return login
  const network = networks.find(({ name }) => name === login.value.network) ?? null
  return networkFault(network, 'ftp') === null ? login : no('channelNotInNetwork')
}

function folderLedger({ queries }: Database, owner: string): FolderLedger {
  return {
    takenBefore: (sender, files) => takenBefore(queries, sender, files),
    setsWithGo: (sets) => setsWithGo(queries, sets),
    answersForFolder: (sender, after, limit) => answersForFolder(queries, sender, after, limit),
    sendersWithAnswers: (senders) => sendersWithAnswers(queries, senders),
    noteInFolder: (trigger) => noteInFolder(queries, trigger),
    hold: (sender, seconds) => holdFolder(queries, { sender, owner, seconds }),
    leave: () => leaveFolders(queries, owner),
  }
}
