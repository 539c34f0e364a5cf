/** The disk of the spool, on which its database lies too, loses its power in the middle of the work. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { codeOf } from '../../src/cli/input.ts'
import type { Violation } from './checker.ts'
import { type CutDisk, cutDisk, type FileSystem } from './cut-disk.ts'
import { addSets, openStage, type Stage, untilRest, violationsAtRest } from './failpoint-run.ts'
import { familyOf } from './tracer.ts'

export type CutRun = AsyncDisposable & {
  /** `under`: a command that watches over the gateway whose disk is cut. Violations, or why no gateway came up again. */
  once(
    log: 'lost' | 'flushed',
    afterMilliseconds: number,
    under?: readonly string[],
  ): Promise<readonly Violation[] | string>
}

/** Every flush to the disk says that it was done, and is not: by the gateway, and by its PostgreSQL. */
export const LYING_FLUSHES = [
  ...['strace', '-D', '-f', '--seccomp-bpf', '-qq', '-o', '/dev/null'],
  ...['-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:retval=0'],
]

const SETS = 3
/** So long after a lie something is missed for good. */
const REST_SECONDS = 60

export async function openCutRun(kind: FileSystem, restSeconds = REST_SECONDS): Promise<CutRun> {
  let disk: CutDisk | undefined
  const stage = await openStage([], async ({ folder }) => {
    disk = await cutDisk(join(folder, 'spool'), kind)
  })
  const cuttable = disk
  if (!cuttable) throw new TypeError('the stage has no disk')
  return {
    once: (log, after, under = []) => once(stage, cuttable, { log, after, under, restSeconds }),
    async [Symbol.asyncDispose]() {
      await cuttable[Symbol.asyncDispose]()
      await stage[Symbol.asyncDispose]()
    },
  }
}

type Cut = {
  readonly log: 'lost' | 'flushed'
  readonly after: number
  readonly under: readonly string[]
  readonly restSeconds: number
}

async function once(stage: Stage, disk: CutDisk, { log, after, under, restSeconds }: Cut) {
  const clients = stage.lines.map(({ client }) => client)
  for (let sets = 0; sets < SETS; sets++) await addSets(stage)
  const first = await stage.site.startUnder(under)
  let isOff = false
  const working = untilRest(clients, first).catch((error) => {
    // The clients look into the services' folders too, which are on that disk.
    if (!isOff || codeOf(error) !== 'EIO') throw error
  })
  await pause(after)
  isOff = true
  await disk.cut(log)
  await killAll(first)
  await working
  await disk.bringBack()
  try {
    await using second = await stage.site.start()
    return await violationsAtRest(clients, second, restSeconds)
  } catch (error) {
    if (error instanceof Error && error.name === 'Unavailable') return error.message
    throw error
  }
}

/** The machine is off: nothing of it goes on. */
async function killAll(gateway: GatewayProcess): Promise<void> {
  for (const pid of await familyOf(gateway.pid)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it ended by itself
    }
  }
  await gateway.ended
}
