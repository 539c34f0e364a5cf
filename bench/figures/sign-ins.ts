/** People who sign in while a large file comes up: they must not slow it down by more than a tenth. */
import { Agent } from 'node:https'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Figure } from '../figure.ts'
import { SftpSession } from '../peers/sftp-session.ts'
import { besideGoal, besidePeer, type Reading } from '../reading.ts'
import { stamp, writeLargeFile } from '../rig/files.ts'
import { openGateway } from '../rig/gateway.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { makeAccount, signIn } from '../rig/visitor.ts'
import { inTurns } from '../rounds.ts'

const MEGABYTES = { usual: 500, full: 2000 } as const
const A_SECOND = 20
const TARGET = 0.9

export const signInsBesideUpload: Figure = {
  id: 'sign-ins',
  title: `${A_SECOND} sign-ins a second beside an upload`,
  async measure(bench) {
    const { program, stop, full } = bench
    const megabytes = full ? MEGABYTES.full : MEGABYTES.usual
    await using folder = await openTempFolder()
    const source = join(folder.path, 'source')
    await writeLargeFile(source, megabytes)
    await using gateway = await openGateway(program, join(folder.path, 'gateway'))
    const agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
    const account = await makeAccount(gateway, agent)
    const readings: Reading[] = []
    for (const { how, words } of SPEEDS) {
      await using session = await SftpSession.open(gateway.account, stop, words)
      const upload = async (): Promise<number> => {
        await stamp(source)
        return megabytes / (await session.run(`put ${source} /IN/FI.${gateway.nextKey()}.1.1`))
      }
      const measured = await measureBoth(upload, () => signIn(gateway, account, agent), bench)
      readings.push(...readingsOf(`SFTP upload of ${megabytes} MB into IN, ${how}`, measured))
    }
    agent.destroy()
    return readings
  },
}

/** A sender on a full line of 1 Gbit/s; and a client on this very machine, which takes all the processor time that there is. */
const SPEEDS = [
  { how: 'at 100 MB/s', words: ['-l', '800000'] },
  { how: 'as fast as it goes', words: [] },
] as const

type Measured = Readonly<Record<'alone' | 'beside' | 'paces', readonly number[]>>

async function measureBoth(
  upload: () => Promise<number>,
  one: () => Promise<unknown>,
  bench: Parameters<Figure['measure']>[0],
): Promise<Measured> {
  const paces: number[] = []
  const rates = await inTurns(
    {
      alone: upload,
      async beside() {
        const people = signInSteadily(one)
        const rate = await upload()
        paces.push(await people.end())
        return rate
      },
    },
    bench,
  )
  return { ...rates, paces: paces.slice(-rates.beside.length) }
}

function readingsOf(upload: string, { alone, beside, paces }: Measured): Reading[] {
  const peer = { what: 'nobody signs in', values: alone, target: TARGET }
  const goal = { what: 'at least', value: A_SECOND * TARGET } as const
  return [
    besidePeer({ name: `${upload}, beside ${A_SECOND} sign-ins a second`, unit: 'MB/s' }, beside, peer),
    besideGoal({ name: `Sign-ins by password beside it, ${upload}`, unit: 'sign-ins/s' }, paces, goal),
  ]
}

/** One begins each twentieth of a second, however long the others take; `end` waits for them and tells how many there were a second. */
function signInSteadily(one: () => Promise<unknown>): { end(): Promise<number> } {
  const began = performance.now()
  const stop = new AbortController()
  const all: Promise<unknown>[] = []
  const steady = (async () => {
    for (let nth = 1; !stop.signal.aborted; nth++) {
      all.push(one())
      await pause(Math.max(0, began + (nth * 1000) / A_SECOND - performance.now()))
    }
  })()
  return {
    async end() {
      stop.abort()
      await steady
      await Promise.all(all)
      return all.length / ((performance.now() - began) / 1000)
    },
  }
}
