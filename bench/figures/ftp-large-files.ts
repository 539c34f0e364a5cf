/** One large file up and down one connection, by curl in clear and by lftp under TLS, beside vsftpd. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, Figure } from '../figure.ts'
import { type FtpMover, openMover } from '../peers/ftp-mover.ts'
import type { Protection } from '../peers/lftp-session.ts'
import { startVsftpd } from '../peers/vsftpd.ts'
import { besidePeer } from '../reading.ts'
import { removeDurably, stamp, syncFile, writeLargeFile } from '../rig/files.ts'
import { openGateway } from '../rig/gateway.ts'
import { startNeutral } from '../rig/neutral.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const MEGABYTES = { usual: 200, full: 500 } as const

// biome-ignore format: a table
const KINDS: Readonly<Record<Protection, { readonly id: string; readonly name: string; readonly client: string; readonly target: number }>> = {
  clear: { id: 'ftp',  name: 'FTP',  client: 'curl', target: 0.9 },
  tls:   { id: 'ftps', name: 'FTPS', client: 'lftp', target: 1.5 },
}

export const ftpUpload = upload('clear')
export const ftpsUpload = upload('tls')
export const ftpDownload = download('clear')
export const ftpsDownload = download('tls')

function upload(protection: Protection): Figure {
  const { id, name, client, target } = KINDS[protection]
  return {
    id: `${id}-upload`,
    title: `${name} upload, 1 stream`,
    async measure(bench) {
      const { program, stop } = bench
      await using folder = await openTempFolder()
      const at = (file: string): string => join(folder.path, file)
      const [source, theirs, neutrals] = [at('source'), at('theirs'), at('neutrals')]
      await Promise.all([theirs, neutrals].map((path) => mkdir(path)))
      await writeLargeFile(source, megabytesOf(bench))
      await using vsftpd = await startVsftpd(at('vsftpd'), theirs, stop)
      await using gateway = await openGateway(program, at('gateway'))
      await using neutral = await startNeutral(program, { folder: at('neutral'), dir: neutrals, stop })
      const wish = { scratch: at('scratch'), stop }
      await using toGateway = await openMover(gateway.ftpAccount, protection, wish)
      await using toVsftpd = await openMover(vsftpd.account, protection, wish)
      await using toNeutral = await openMover(neutral.ftpAccount, protection, wish)

      const send = async (mover: FtpMover, path: string): Promise<number> => {
        await stamp(source)
        return await mover.upload(source, path)
      }
      const sendTo = async (mover: FtpMover, file: string, isSynced: boolean): Promise<number> => {
        const seconds = await send(mover, '/file')
        const more = isSynced ? await syncFile(file) : 0
        await removeDurably(file)
        return megabytesOf(bench) / (seconds + more)
      }
      const [theirFile, neutralFile] = [join(theirs, 'file'), join(neutrals, 'file')]
      const rates = await inTurns(
        {
          gateway: async () => megabytesOf(bench) / (await send(toGateway, `/IN/FI.${gateway.nextKey()}.1.1`)),
          durable: () => sendTo(toVsftpd, theirFile, true),
          vsftpd: () => sendTo(toVsftpd, theirFile, false),
          neutral: () => sendTo(toNeutral, neutralFile, false),
        },
        bench,
      )
      const what = `${name} upload of ${megabytesOf(bench)} MB`
      const peer = { what: `vsftpd, ${client}`, values: rates.vsftpd, target }
      const synced = { what: `vsftpd, ${client}, then fsync`, values: rates.durable, target }
      return [
        besidePeer({ name: `${what} into IN`, unit: 'MB/s' }, rates.gateway, synced),
        besidePeer({ name: `${what} into IN, peer not durable`, unit: 'MB/s' }, rates.gateway, peer),
        besidePeer({ name: `${what}, engine alone`, unit: 'MB/s' }, rates.neutral, peer),
      ]
    },
  }
}

/** A mailbox has no large file to fetch, so our engine serves a plain folder: the same as vsftpd. */
function download(protection: Protection): Figure {
  const { id, name, client, target } = KINDS[protection]
  return {
    id: `${id}-download`,
    title: `${name} download, 1 stream`,
    async measure(bench) {
      const { program, stop } = bench
      await using folder = await openTempFolder()
      const at = (file: string): string => join(folder.path, file)
      await mkdir(at('files'))
      await writeLargeFile(at('files/large'), megabytesOf(bench))
      await using vsftpd = await startVsftpd(at('vsftpd'), at('files'), stop)
      await using neutral = await startNeutral(program, { folder: at('neutral'), dir: at('files'), stop })
      const wish = { scratch: at('scratch'), stop }
      await using fromVsftpd = await openMover(vsftpd.account, protection, wish)
      await using fromNeutral = await openMover(neutral.ftpAccount, protection, wish)
      const rates = await inTurns(
        {
          neutral: async () => megabytesOf(bench) / (await fromNeutral.download('/large')),
          vsftpd: async () => megabytesOf(bench) / (await fromVsftpd.download('/large')),
        },
        bench,
      )
      const what = `${name} download of ${megabytesOf(bench)} MB, engine alone`
      const peer = { what: `vsftpd, ${client}`, values: rates.vsftpd, target }
      return [besidePeer({ name: what, unit: 'MB/s' }, rates.neutral, peer)]
    },
  }
}

function megabytesOf({ full }: Bench): number {
  return full ? MEGABYTES.full : MEGABYTES.usual
}
