/** strace at processes that run: one call of theirs fails, or is their last. Needs the package of that name, and to be allowed to trace. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type Injection = {
  /** As strace knows it: `fdatasync`, `pwrite64`. */
  readonly call: string
  /** The process is killed as it makes the call, the call says that it failed without being made, or each takes 200 ms longer from there on. */
  readonly fault: 'KILL' | 'EIO' | 'ENOSPC' | 'SLOW'
  /** Counted from 1 for each thread. */
  readonly nth: number
}

export type Tracer = {
  /** Whether the call was come to. */
  wasReached(): Promise<boolean>
  detach(): Promise<void>
}

const DETACH_MILLISECONDS = 5000

/** Why there is no tracing here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noTracer(): string | undefined {
  if (process.env.SLUICE_WIDE === '1') return undefined
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', '-e', 'inject=fsync:retval=0', 'true'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'not run: needs strace, and to be allowed to trace'
  }
}

/**
 * Resolves when all threads of the processes are traced. `folder` takes the log of it. `follows`: what they begin as well; each process counts
 * for itself, so that what takes the place of one that was killed would be killed as well, and so on.
 */
export async function trace(
  pids: readonly number[],
  { call, fault, nth }: Injection,
  folder: string,
  { follows = true } = {},
): Promise<Tracer> {
  const log = join(folder, 'trace.log')
  await rm(log, { force: true })
  const what = fault === 'KILL' ? 'signal=KILL' : fault === 'SLOW' ? 'delay_enter=200ms' : `error=${fault}`
  const when = fault === 'SLOW' ? `${nth}+` : nth
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:${what}:when=${when}`]
  const words = [...(follows ? ['-f'] : []), '-o', log, ...inject, ...pids.flatMap((pid) => ['-p', String(pid)])]
  const child = spawn('strace', words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  await attached(child.stderr, pids.length, ended)
  return {
    async wasReached() {
      return /\(INJECTED\)|killed by SIGKILL/.test(await readFile(log, 'utf8').catch(() => ''))
    },
    async detach() {
      child.kill('SIGTERM')
      // it may wait for ever for one that is dead already; those that live go on without it
      const late = setTimeout(() => child.kill('SIGKILL'), DETACH_MILLISECONDS)
      await ended.finally(() => clearTimeout(late))
    },
  }
}

/** The process and all that it began. */
export async function familyOf(pid: number): Promise<readonly number[]> {
  const children: number[] = []
  for (const name of (await readdir('/proc')).filter((entry) => /^[0-9]+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    if (Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]) === pid) children.push(Number(name))
  }
  return [pid, ...(await Promise.all(children.map(familyOf))).flat()]
}

async function attached(said: NodeJS.ReadableStream, count: number, ended: Promise<unknown>): Promise<void> {
  let left = count
  const all = new Promise<void>((resolve) => {
    createInterface({ input: said }).on('line', (line) => {
      // one that ended meanwhile cannot be traced, and need not
      if (/attached|No such process/.test(line) && --left === 0) resolve()
    })
  })
  await Promise.race([
    all,
    ended.then(() => {
      throw new Error('strace ended before it had attached')
    }),
  ])
}
