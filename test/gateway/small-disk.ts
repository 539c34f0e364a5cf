/** A file system of our own that is small, can be full, and can be made read-only: needs root and loop devices. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'

export type SmallDisk = AsyncDisposable & {
  /** Takes all room but so many bytes; 0 is full to the last block. */
  fill(freeBytes: number): Promise<void>
  empty(): Promise<void>
  remount(mode: 'ro' | 'rw'): Promise<void>
}

/** Why there are no small disks here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noSmallDisk(): string | undefined {
  if (process.env.SLUICE_WIDE === '1') return undefined
  if (process.getuid?.() !== 0) return 'not run: needs root'
  try {
    execFileSync('/bin/sh', ['-c', 'command -v mkfs.ext4 fallocate && losetup -f'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'not run: needs mkfs.ext4, fallocate and a free loop device'
  }
}

/** Mounts an empty ext4 on `folder`, which is made. */
export async function smallDisk(folder: string, mebibytes: number): Promise<SmallDisk> {
  const outside = await mkdtemp(join(tmpdir(), 'sluice-disk-'))
  const image = join(outside, 'image')
  await writeFile(image, '')
  await done('truncate', '-s', `${mebibytes}M`, image)
  // no blocks that only root may use: statfs would not count them, and a gateway run by root would
  await done('mkfs.ext4', '-q', '-F', '-m', '0', image)
  await mkdir(folder, { recursive: true })
  await done('mount', '-o', 'loop', image, folder)
  const ballast = join(folder, 'ballast')
  let pieces = 0
  return {
    async fill(freeBytes) {
      for (let piece = 64 * 1024 * 1024; piece >= 4096; piece /= 2) {
        while ((await freeBytesOf(folder)) - freeBytes >= piece) {
          const taken = await outcomeOfProgram('fallocate', ['-l', `${piece}`, `${ballast}-${pieces++}`])
          if (taken.code !== 0) break
        }
      }
    },
    async empty() {
      for (; pieces > 0; pieces--) await rm(`${ballast}-${pieces - 1}`, { force: true })
    },
    remount: (mode) => done('mount', '-o', `remount,${mode}`, folder),
    async [Symbol.asyncDispose]() {
      await outcomeOfProgram('umount', ['-l', folder])
      await rm(outside, { recursive: true, force: true })
    },
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function done(program: string, ...words: readonly string[]): Promise<void> {
  const { code, output } = await outcomeOfProgram(program, words)
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: ${output}`)
}
