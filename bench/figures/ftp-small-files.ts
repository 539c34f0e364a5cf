/** Many small files by `mirror` of lftp, each durable in the gateway when it is answered (vsftpd never syncs), on several connections and on one. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Figure } from '../figure.ts'
import { LftpSession } from '../peers/lftp-session.ts'
import { startVsftpd } from '../peers/vsftpd.ts'
import { besidePeer } from '../reading.ts'
import { makeFilledFolder } from '../rig/files.ts'
import { newNames, openGateway } from '../rig/gateway.ts'
import { startNeutral } from '../rig/neutral.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const FILES = { usual: 1000, full: 2000 } as const
const FILE_BYTES = 2048
const WARM_UPS = 3

export const ftpManyConnections: Figure = smallFiles('ftp-small-files-8', 8, 1)
export const ftpOneConnection: Figure = smallFiles('ftp-small-files-1', 1, 0.4)

function smallFiles(id: string, connections: number, target: number): Figure {
  const title = `Files of 2 KB by FTP on ${connections} connection${connections === 1 ? '' : 's'}`
  return {
    id,
    title,
    async measure(bench) {
      const { program, stop } = bench
      const files = bench.full ? FILES.full : FILES.usual
      await using folder = await openTempFolder()
      const at = (name: string): string => join(folder.path, name)
      const [theirs, neutrals] = [at('theirs'), at('neutrals')]
      await Promise.all([theirs, neutrals, at('sources')].map((path) => mkdir(path)))
      await using vsftpd = await startVsftpd(at('vsftpd'), theirs, stop)
      await using gateway = await openGateway(program, at('gateway'))
      await using neutral = await startNeutral(program, { folder: at('neutral'), dir: neutrals, stop })
      await using toGateway = await LftpSession.open(gateway.ftpAccount, 'clear', stop)
      await using toVsftpd = await LftpSession.open(vsftpd.account, 'clear', stop)
      await using toNeutral = await LftpSession.open(neutral.ftpAccount, 'clear', stop)

      const sourceOf = (round: number): string => at(`sources/${round}`)
      const prepare = async (round: number): Promise<void> => {
        await makeFilledFolder(sourceOf(round), newNames(gateway, files), FILE_BYTES)
        await Promise.all([theirs, neutrals].map((path) => mkdir(join(path, String(round)))))
      }
      const mirror = async (session: LftpSession, round: number, target: string): Promise<number> => {
        const words = `--no-perms --no-umask --parallel=${connections}`
        return files / (await session.run(`mirror -R ${words} ${sourceOf(round)}/ ${target}`))
      }
      const rates = await inTurns(
        {
          gateway: (round) => mirror(toGateway, round, '/IN'),
          vsftpd: (round) => mirror(toVsftpd, round, join(theirs, String(round))),
          neutral: (round) => mirror(toNeutral, round, `/${round}`),
        },
        bench,
        { prepare, warmUps: WARM_UPS },
      )
      const peer = { what: 'vsftpd', values: rates.vsftpd, target }
      return [
        besidePeer({ name: `${title} into IN, peer not durable`, unit: 'files/s' }, rates.gateway, peer),
        besidePeer({ name: `${title}, engine alone`, unit: 'files/s' }, rates.neutral, peer),
      ]
    },
  }
}
