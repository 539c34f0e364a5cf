/** Many small files, each durable when its close is answered, over several connections and over one, by the OpenSSH client. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Figure } from '../figure.ts'
import { startOpenSsh } from '../peers/openssh-server.ts'
import { openSessions, type SftpSession } from '../peers/sftp-session.ts'
import { besidePeer } from '../reading.ts'
import { makeFilledFolder } from '../rig/files.ts'
import { newNames, openGateway } from '../rig/gateway.ts'
import { startNeutral } from '../rig/neutral.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const FILES = { usual: 1000, full: 2000 } as const
const FILE_BYTES = 2048
const WARM_UPS = 3

export const manyConnections: Figure = smallFiles('small-files-8', 8, 1)
export const oneConnection: Figure = smallFiles('small-files-1', 1, 0.7)

function smallFiles(id: string, connections: number, target: number): Figure {
  const title = `Files of 2 KB on ${connections} connection${connections === 1 ? '' : 's'}`
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
      await using openssh = await startOpenSsh(at('openssh'), stop)
      await using gateway = await openGateway(program, at('gateway'))
      await using neutral = await startNeutral(program, { folder: at('neutral'), dir: neutrals, stop })
      await using toGateway = await openSessions(gateway.account, connections, stop)
      await using toOpenSsh = await openSessions(openssh.account, connections, stop)
      await using toNeutral = await openSessions(neutral.account, connections, stop)

      const sourceOf = (round: number, index: number): string => at(`sources/${round}-${index}`)
      const prepare = async (round: number): Promise<void> => {
        for (const index of toGateway.all.keys())
          await makeFilledFolder(sourceOf(round, index), newNames(gateway, files / connections), FILE_BYTES)
        await Promise.all([theirs, neutrals].map((path) => mkdir(join(path, String(round)))))
      }
      const upload = async (
        sessions: readonly SftpSession[],
        round: number,
        put: string,
        target: string,
      ): Promise<number> => {
        const enter = (index: number): string[] => [`lcd ${sourceOf(round, index)}`, `cd ${target}`]
        await Promise.all(sessions.map((session, index) => session.run(...enter(index))))
        const began = performance.now()
        await Promise.all(sessions.map((session) => session.run(`${put} *`)))
        return files / ((performance.now() - began) / 1000)
      }
      const rates = await inTurns(
        {
          gateway: (round) => upload(toGateway.all, round, 'put', '/IN'),
          openssh: (round) => upload(toOpenSsh.all, round, 'put -f', join(theirs, String(round))),
          neutral: (round) => upload(toNeutral.all, round, 'put -f', `/${round}`),
        },
        bench,
        { prepare, warmUps: WARM_UPS },
      )
      const peer = { what: 'OpenSSH put -f', values: rates.openssh, target }
      return [
        besidePeer({ name: `${title} into IN`, unit: 'files/s' }, rates.gateway, peer),
        besidePeer({ name: `${title}, engine alone`, unit: 'files/s' }, rates.neutral, peer),
      ]
    },
  }
}
