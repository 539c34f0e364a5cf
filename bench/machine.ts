/** What the figures were measured on. */
import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nativeCiphersLoaded } from '../src/endpoints/sftp/ssh2-internals.ts'
import { findProgram } from './peers/find-program.ts'
import { openTempFolder } from './rig/temp-folder.ts'
import { median } from './statistics.ts'

export type Machine = {
  readonly node: string
  readonly cores: number
  /** Of the last minute, before the benchmark began. */
  readonly load: number
  /** Whether ssh2 runs its ciphers natively. */
  readonly nativeCiphers: boolean
  /** How long the disk of the temporary folder takes to make 4 KB durable. */
  readonly syncMilliseconds: number
  readonly openssh: string | null
  readonly openssl: string | null
}

const SYNCS = 25
const run = promisify(execFile)

export async function lookAtMachine(): Promise<Machine> {
  return {
    node: process.versions.node,
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
    nativeCiphers: nativeCiphersLoaded(),
    syncMilliseconds: await syncMilliseconds(),
    openssh: await versionOf('ssh', ['-V']),
    openssl: await versionOf('openssl', ['version']),
  }
}

async function syncMilliseconds(): Promise<number> {
  await using folder = await openTempFolder()
  await using file = await open(join(folder.path, 'probe'), 'w')
  const block = Buffer.alloc(4096, 1)
  const taken: number[] = []
  for (let index = 0; index < SYNCS; index++) {
    const began = performance.now()
    await file.write(block, 0, block.length, index * block.length)
    await file.datasync()
    taken.push(performance.now() - began)
  }
  return median(taken)
}

async function versionOf(name: string, words: readonly string[]): Promise<string | null> {
  const program = await findProgram(name)
  if (!program) return null
  const { stdout, stderr } = await run(program, [...words])
  return (stdout || stderr).trim().split(',')[0] ?? null
}
