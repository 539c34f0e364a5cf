import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'

/** The file operations of the directory target, each durable when it resolves; a parameter, so that a test can stop between any two. */
export type Disk = {
  /** Makes the folder and its parents; true when something was made. */
  makeFolder(path: string): Promise<boolean>
  /** Makes one folder that must not be there. */
  makeNewFolder(path: string): Promise<void>
  /** Writes and syncs a file that must not be there. */
  writeFile(path: string, content: Readable | Buffer): Promise<void>
  syncFolder(path: string): Promise<void>
  /** Fails with ENOTEMPTY or EEXIST when `to` is there and holds something. */
  rename(from: string, to: string): Promise<void>
  names(folder: string): Promise<readonly string[]>
  /** Null when it is not there. */
  readFile(path: string): Promise<Buffer | null>
  removeFolder(path: string): Promise<void>
}

/** For the online service's own account, which is expected to share a group with the gateway. */
const FOLDER_MODE = 0o750
const FILE_MODE = 0o640

export const realDisk: Disk = {
  makeFolder: async (path) => (await mkdir(path, { recursive: true, mode: FOLDER_MODE })) !== undefined,
  async makeNewFolder(path) {
    await mkdir(path, { mode: FOLDER_MODE })
    await withFile(path, 'r', (folder) => folder.chmod(FOLDER_MODE))
  },
  writeFile: (path, content) =>
    withFile(path, 'wx', async (file) => {
      for await (const bytes of Buffer.isBuffer(content) ? [content] : content) await file.writeFile(bytes)
      // The umask may have taken more away than the service can do without.
      await file.chmod(FILE_MODE)
      await file.sync()
    }),
  syncFolder: (path) => withFile(path, 'r', (folder) => folder.sync()),
  rename,
  names: (folder) => readdir(folder),
  async readFile(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return null
      throw error
    }
  },
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
}

type File = Awaited<ReturnType<typeof open>>

async function withFile(path: string, flags: string, use: (file: File) => Promise<void>): Promise<void> {
  const file = await open(path, flags, FILE_MODE)
  try {
    await use(file)
  } finally {
    await file.close()
  }
}
