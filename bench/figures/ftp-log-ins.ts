/** Many log-ins at the same time: how long until the last one is in, and what they cost while they stay. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Figure } from '../figure.ts'
import type { FtpAccount } from '../peers/ftp-account.ts'
import { logInMany } from '../peers/ftp-log-ins.ts'
import { startVsftpd } from '../peers/vsftpd.ts'
import { besideGoal } from '../reading.ts'
import { megabytesOfTree } from '../rig/memory.ts'
import { startNeutral } from '../rig/neutral.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'
import { median } from '../statistics.ts'

const LOG_INS = 300
/** The queue of vsftpd holds 32 connections; a client whose connection it drops waits for ever. */
const AT_A_TIME_VSFTPD = 30
const MILLISECONDS_MAX = 1000
const MEGABYTES_MAX = 20

export const ftpLogIns: Figure = {
  id: 'ftp-log-ins',
  title: `${LOG_INS} FTP log-ins at once`,
  async measure(bench) {
    const { program, stop } = bench
    await using folder = await openTempFolder()
    const at = (name: string): string => join(folder.path, name)
    await mkdir(at('files'))
    await using vsftpd = await startVsftpd(at('vsftpd'), at('files'), stop)
    await using neutral = await startNeutral(program, { folder: at('neutral'), dir: at('files'), stop })
    const extra: Record<'neutral' | 'vsftpd', number[]> = { neutral: [], vsftpd: [] }
    const logIns = async (
      account: FtpAccount,
      pid: number,
      megabytes: number[],
      atATime = LOG_INS,
    ): Promise<number> => {
      const before = await megabytesOfTree(pid)
      await using crowd = await logInMany(account, LOG_INS, atATime)
      megabytes.push((await megabytesOfTree(pid)) - before)
      return crowd.seconds * 1000
    }
    const milliseconds = await inTurns(
      {
        neutral: () => logIns(neutral.ftpAccount, neutral.pid, extra.neutral),
        vsftpd: () => logIns(vsftpd.account, vsftpd.pid, extra.vsftpd, AT_A_TIME_VSFTPD),
      },
      bench,
    )
    // the first turn, which warms up, is also the one in which memory is taken
    return [
      besideGoal(
        {
          name: `${LOG_INS} FTP log-ins at once, engine alone`,
          unit: 'ms',
          note: `vsftpd takes ${median(milliseconds.vsftpd).toFixed(0)} ms, ${AT_A_TIME_VSFTPD} at a time, for its queue holds no more`,
        },
        milliseconds.neutral,
        { what: 'at most', value: MILLISECONDS_MAX },
      ),
      besideGoal(
        {
          name: `Memory that ${LOG_INS} FTP sessions take, engine alone`,
          unit: 'MB',
          note: `vsftpd takes ${Math.max(...extra.vsftpd).toFixed(0)} MB, pages that its processes share counted once`,
        },
        [Math.max(1, ...extra.neutral)],
        { what: 'at most', value: MEGABYTES_MAX },
      ),
    ]
  },
}
