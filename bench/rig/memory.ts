/** What processes hold in memory, as the system tells it. */
import { readdir, readFile } from 'node:fs/promises'
import { NotRun } from '../figure.ts'

/** Of a process and all its children, each shared page counted once (proportional set size), in MB. Throws `NotRun` where the system does not tell. */
export async function megabytesOfTree(pid: number): Promise<number> {
  const parents = new Map(
    await Promise.all((await pids()).map(async (child) => [child, await parentOf(child)] as const)),
  )
  let sum = 0
  for (const child of parents.keys()) if (descends(child, pid, parents)) sum += await kibibytesOf(child)
  if (sum === 0) throw new NotRun('this system does not tell the memory of a process in /proc')
  return (sum * 1024) / 1e6
}

/** Of `PPid` lines: whether `pid` is the ancestor or below it. */
export function descends(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at !== 0; at = parents.get(at))
    if (at === ancestor) return true
  return false
}

async function pids(): Promise<number[]> {
  return (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number)
}

async function parentOf(pid: number): Promise<number> {
  return numberIn(`/proc/${pid}/status`, /^PPid:\s+(\d+)$/m)
}

async function kibibytesOf(pid: number): Promise<number> {
  return numberIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m)
}

/** 0 when the process is gone by now. */
async function numberIn(path: string, pattern: RegExp): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return Number(pattern.exec(text)?.[1] ?? 0)
}
