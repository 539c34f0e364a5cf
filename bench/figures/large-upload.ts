/** One large file up one connection, by the OpenSSH client. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, Figure } from '../figure.ts'
import { startOpenSsh } from '../peers/openssh-server.ts'
import { SftpSession } from '../peers/sftp-session.ts'
import { besidePeer, type Reading } from '../reading.ts'
import { removeDurably, stamp, writeLargeFile } from '../rig/files.ts'
import { openGateway } from '../rig/gateway.ts'
import { startNeutral } from '../rig/neutral.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const MEGABYTES = { usual: 200, full: 500 } as const
const TARGET = 0.9

export const largeUpload: Figure = {
  id: 'large-upload',
  title: 'SFTP upload, 1 stream',
  async measure(bench) {
    const { program, stop } = bench
    await using folder = await openTempFolder()
    const at = (name: string): string => join(folder.path, name)
    const [source, theirs, neutrals] = [at('source'), at('theirs'), at('neutrals')]
    await Promise.all([theirs, neutrals].map((path) => mkdir(path)))
    await writeLargeFile(source, megabytesOf(bench))
    await using openssh = await startOpenSsh(at('openssh'), stop)
    await using gateway = await openGateway(program, at('gateway'))
    await using neutral = await startNeutral(program, { folder: at('neutral'), dir: neutrals, stop })
    await using toGateway = await SftpSession.open(gateway.account, stop)
    await using toOpenSsh = await SftpSession.open(openssh.account, stop)
    await using toNeutral = await SftpSession.open(neutral.account, stop)

    const upload = async (session: SftpSession, put: string, target: string): Promise<number> => {
      await stamp(source)
      return megabytesOf(bench) / (await session.run(`${put} ${source} ${target}`))
    }
    const uploadInto = async (session: SftpSession, put: string, target: string, file: string): Promise<number> => {
      const rate = await upload(session, put, target)
      await removeDurably(file)
      return rate
    }
    const [theirFile, neutralFile] = [join(theirs, 'file'), join(neutrals, 'file')]
    const rates = await inTurns(
      {
        gateway: () => upload(toGateway, 'put', `/IN/FI.${gateway.nextKey()}.1.1`),
        durable: () => uploadInto(toOpenSsh, 'put -f', theirFile, theirFile),
        plain: () => uploadInto(toOpenSsh, 'put', theirFile, theirFile),
        neutral: () => uploadInto(toNeutral, 'put -f', '/file', neutralFile),
      },
      bench,
    )
    return readings(megabytesOf(bench), rates)
  },
}

function megabytesOf({ full }: Bench): number {
  return full ? MEGABYTES.full : MEGABYTES.usual
}

type Rates = Readonly<Record<'gateway' | 'durable' | 'plain' | 'neutral', readonly number[]>>

function readings(megabytes: number, { gateway, durable, plain, neutral }: Rates): Reading[] {
  const name = `SFTP upload of ${megabytes} MB`
  const unit = 'MB/s'
  const withSync = { what: 'OpenSSH put -f', values: durable, target: TARGET }
  const withoutSync = { what: 'OpenSSH put', values: plain, target: TARGET }
  return [
    besidePeer({ name: `${name} into IN`, unit }, gateway, withSync),
    besidePeer({ name: `${name} into IN, peer not durable`, unit }, gateway, withoutSync),
    besidePeer({ name: `${name}, engine alone`, unit }, neutral, withSync),
  ]
}
