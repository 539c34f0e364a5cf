/** One large file down one connection, by the OpenSSH client. A mailbox has no large file to fetch, so our engine serves a plain folder. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Figure } from '../figure.ts'
import { startOpenSsh } from '../peers/openssh-server.ts'
import { SftpSession } from '../peers/sftp-session.ts'
import { besidePeer } from '../reading.ts'
import { writeLargeFile } from '../rig/files.ts'
import { startNeutral } from '../rig/neutral.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const MEGABYTES = { usual: 200, full: 500 } as const
const TARGET = 1

export const largeDownload: Figure = {
  id: 'large-download',
  title: 'SFTP download, 1 stream',
  async measure(bench) {
    const { program, stop, full } = bench
    const megabytes = full ? MEGABYTES.full : MEGABYTES.usual
    await using folder = await openTempFolder()
    const at = (name: string): string => join(folder.path, name)
    await mkdir(at('files'))
    await writeLargeFile(at('files/large'), megabytes)
    await using openssh = await startOpenSsh(at('openssh'), stop)
    await using neutral = await startNeutral(program, { folder: at('neutral'), dir: at('files'), stop })
    await using fromOpenSsh = await SftpSession.open(openssh.account, stop)
    await using fromNeutral = await SftpSession.open(neutral.account, stop)
    const rates = await inTurns(
      {
        neutral: async () => megabytes / (await fromNeutral.run('get /large /dev/null')),
        openssh: async () => megabytes / (await fromOpenSsh.run(`get ${at('files/large')} /dev/null`)),
      },
      bench,
    )
    const name = `SFTP download of ${megabytes} MB, engine alone`
    const peer = { what: 'OpenSSH get', values: rates.openssh, target: TARGET }
    return [besidePeer({ name, unit: 'MB/s' }, rates.neutral, peer)]
  },
}
