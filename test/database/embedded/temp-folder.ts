import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../../src/base/log.ts'
import { makeServerFolder } from '../../../src/database/embedded/server-folder.ts'
import { stopServer } from '../../../src/database/embedded/stop-server.ts'

export type TempFolder = AsyncDisposable & { readonly path: string }

/** A folder that goes with whatever server a failed test left in it (`postgres` below it, or the folder itself). */
export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-test-'))
  return {
    path,
    async [Symbol.asyncDispose]() {
      for (const dir of [path, join(path, 'postgres')]) await stopServer(await makeServerFolder(dir), silentLog)
      await rm(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Another folder with the files of a server that was stopped: spares a test the second that `initdb` takes. */
export async function copyOf(stopped: TempFolder): Promise<TempFolder> {
  const folder = await tempFolder()
  await cp(stopped.path, folder.path, { recursive: true, verbatimSymlinks: true })
  return folder
}
