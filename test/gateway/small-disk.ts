/**
 * A file system of our own that is small, can be full in bytes or in files, can fail under its users, and can be taken away: needs root and
 * loop devices.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import { eventually } from './gateway.ts'

export type SmallDisk = AsyncDisposable & {
  /** Takes all room but so many bytes; 0 is full to the last block. */
  fill(freeBytes: number): Promise<void>
  /** Takes all inodes. */
  fillFiles(): Promise<void>
  empty(): Promise<void>
  /**
   * Read-only in the middle of its work, as the kernel makes a file system that found an error (`errors=remount-ro`). An operator's
   * `mount -o remount,ro` is something else: it is refused (EBUSY) as long as any file is open for writing, and PostgreSQL always has some.
   */
  fail(): Promise<void>
  /** Leaves the bare folder below, once nobody uses the disk any more. */
  takeAway(): Promise<void>
  /** Checked and mounted again. */
  bringBack(): Promise<void>
}

const PIECE_BYTES_MAX = 64 * 1024 * 1024
/** A block of so small a file system. */
const PIECE_BYTES_MIN = 1024

/** Why there are no small disks here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noSmallDisk(): string | undefined {
  if (process.env.SLUICE_WIDE === '1') return undefined
  if (process.getuid?.() !== 0) return 'not run: needs root'
  try {
    execFileSync('/bin/sh', ['-c', 'command -v mkfs.ext4 e2fsck fallocate && losetup -f'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'not run: needs mkfs.ext4, e2fsck, fallocate and a free loop device'
  }
}

/** Mounts an empty ext4 on `folder`, which is made. `inodes`: for so many files; as many as usual when left out. */
export async function smallDisk(folder: string, mebibytes: number, inodes?: number): Promise<SmallDisk> {
  const outside = await mkdtemp(join(tmpdir(), 'sluice-disk-'))
  const image = join(outside, 'image')
  await writeFile(image, '')
  await done('truncate', '-s', `${mebibytes}M`, image)
  // no blocks that only root may use: statfs would not count them, and a gateway run by root would
  await done('mkfs.ext4', '-q', '-F', '-m', '0', ...(inodes === undefined ? [] : ['-N', `${inodes}`]), image)
  await mkdir(folder, { recursive: true })
  await done('mount', '-o', 'loop', image, folder)
  const ballast = join(folder, 'ballast')
  return {
    fill: (freeBytes) => takeRoom(folder, ballast, freeBytes),
    fillFiles: () => takeFiles(ballast),
    empty: () => rm(ballast, { recursive: true, force: true }),
    fail: () => done('mount', '-o', 'remount,abort', folder),
    takeAway: () =>
      eventually(
        () => outcomeOfProgram('umount', [folder]),
        ({ code }) => code === 0,
      ).then(() => {}),
    async bringBack() {
      // 1: it found what to mend, and did
      const checked = await outcomeOfProgram('e2fsck', ['-fy', image])
      if (checked.code > 1) throw new Error(checked.output)
      await done('mount', '-o', 'loop', image, folder)
    },
    async [Symbol.asyncDispose]() {
      await outcomeOfProgram('umount', ['-l', folder])
      await rm(outside, { recursive: true, force: true })
    },
  }
}

async function takeRoom(folder: string, ballast: string, freeBytes: number): Promise<void> {
  await mkdir(ballast, { recursive: true })
  let pieces = 0
  const isLeft = async (bytes: number) => (await freeBytesOf(folder)) - freeBytes >= bytes
  while (await isLeft(PIECE_BYTES_MIN)) {
    await done('sync', '-f', folder) // what was removed lately can be had only then
    for (let piece = PIECE_BYTES_MAX; piece >= PIECE_BYTES_MIN; piece /= 2) {
      while (await isLeft(piece)) {
        const taken = await outcomeOfProgram('fallocate', ['-l', `${piece}`, join(ballast, `${piece}-${pieces++}`)])
        if (taken.code !== 0) break
      }
    }
  }
}

async function takeFiles(ballast: string): Promise<void> {
  await mkdir(ballast, { recursive: true })
  for (let files = 0; ; files++) {
    try {
      await writeFile(join(ballast, `${files}`), '')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return
      throw error
    }
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
