/**
 * Rings when something happens in a folder. Only a hint: what the system does not tell, as on most network file systems, the next look
 * finds. `chokidar`'s only home.
 */
import { watch } from 'chokidar'
import { errorFields, type Log } from '../../base/log.ts'

/** A folder with more names than this is looked at by the clock alone: hearing of each change would mean listing it each time. */
export const HEARD_NAMES_MAX = 2000
/** What happens together rings once; a large file that is being written rings as often. */
const TOGETHER_MS = 200

export type Doorbell = AsyncDisposable & {
  /** From here on it hears, unless the system refused. */
  readonly begun: Promise<void>
}

export function doorbell(folder: string, ring: () => void, log: Log): Doorbell {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(folder, {
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    // The folder itself is watched, no file in it: one watch of the system's for each folder, however many files.
    ignored: (path) => path !== folder,
  })
  watcher.on('raw', () => {
    timer ??= setTimeout(() => {
      timer = undefined
      ring()
    }, TOGETHER_MS)
  })
  watcher.on('error', (error) => log.warn('folder.doorbellFailed', { folder, ...errorFields(error) }))
  return {
    begun: new Promise((resolve) => void watcher.once('ready', () => resolve()).once('error', () => resolve())),
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}
