/** A file system of our own whose power can be cut: what was not brought to the medium by then is gone. Needs root, loop devices and xfs_io. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import { eventually } from './gateway.ts'

export type FileSystem = 'ext4' | 'xfs'

export type CutDisk = AsyncDisposable & {
  /** `log`: what the journal of the file system holds in memory still reaches the medium, as when the power fails a little later; no data do. */
  cut(log: 'lost' | 'flushed'): Promise<void>
  /** Once nobody uses the disk any more: mounted again, which replays its journal. */
  bringBack(): Promise<void>
}

const MEBIBYTES = 400
/** XFS refuses a file system of which the same machine still has another mounted, see below. */
const OPTIONS: Readonly<Record<FileSystem, string>> = { ext4: 'loop', xfs: 'loop,nouuid' }
/** Making one must not touch what others have mounted. */
const MAKE: Readonly<Record<FileSystem, readonly string[]>> = {
  ext4: ['mkfs.ext4', '-q', '-F', '-m', '0'],
  xfs: ['mkfs.xfs', '-q', '-f'],
}

/** Why there are no such disks here, or nothing; in CI (`SLUICE_WIDE=1`) there must be ext4, but the kernel may lack xfs. */
export function noCutDisk(kind: FileSystem): string | undefined {
  if (process.env.SLUICE_WIDE === '1' && kind === 'ext4') return undefined
  if (process.getuid?.() !== 0) return 'not run: needs root'
  try {
    const needed = `command -v ${MAKE[kind][0]} xfs_io && losetup -f && (modprobe ${kind}; grep -qw ${kind} /proc/filesystems)`
    execFileSync('/bin/sh', ['-c', needed], { stdio: 'ignore' })
    return undefined
  } catch {
    return `not run: needs ${MAKE[kind][0]}, xfs_io, a free loop device and a kernel with ${kind}`
  }
}

/** Mounts an empty one on `folder`, which is made. */
export async function cutDisk(folder: string, kind: FileSystem): Promise<CutDisk> {
  const outside = await mkdtemp(join(tmpdir(), 'sluice-disk-'))
  const image = join(outside, 'image')
  await writeFile(image, '')
  await done('truncate', '-s', `${MEBIBYTES}M`, image)
  const [program = '', ...words] = MAKE[kind]
  await done(program, ...words, image)
  await mkdir(folder, { recursive: true })
  await done('mount', '-o', OPTIONS[kind], image, folder)
  return {
    cut: (log) => done('xfs_io', '-x', '-c', log === 'flushed' ? 'shutdown -f' : 'shutdown', folder),
    async bringBack() {
      await eventually(
        () => outcomeOfProgram('umount', [folder]),
        ({ code }) => code === 0,
      )
      // A copy: a process of the machine with mounts of its own may still have the one that was cut, which would be mounted again as it is.
      await done('cp', '--sparse=always', image, `${image}.copy`)
      await rename(`${image}.copy`, image)
      await done('mount', '-o', OPTIONS[kind], image, folder)
    },
    async [Symbol.asyncDispose]() {
      await outcomeOfProgram('umount', ['-l', folder])
      await rm(outside, { recursive: true, force: true })
    },
  }
}

async function done(program: string, ...words: readonly string[]): Promise<void> {
  const { code, output } = await outcomeOfProgram(program, words)
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: ${output}`)
}
