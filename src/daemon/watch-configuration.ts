/**
 * Reads the configuration again when its file changed, as SIGHUP does (rule 25.5). The folder is watched and not the file, because editors and
 * deployments put a new file in the place of the old one; what else happens in the folder, such as an editor's own files, changes no content.
 */
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Sha256, sha256 } from '../base/hashes.ts'
import type { Log } from '../base/log.ts'
import type { LiveConfig } from '../config/live.ts'
import { doorbell } from '../endpoints/folder/doorbell.ts'

type Watched = { readonly live: LiveConfig; readonly file: string; readonly log: Log }

/** So long nothing may happen before the file is read: what is written bit by bit, or many times, is read once. */
const SETTLE_MILLISECONDS = 300

/** Null when there is no such folder, so that nothing can come there. */
export async function watchConfiguration({ live, file, log }: Watched): Promise<AsyncDisposable | null> {
  const isThere = await stat(dirname(file)).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isThere) return null
  let known = await contentOf(file)
  let settling: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    const content = await contentOf(file)
    if (content === known) return log.debug('config.unchanged')
    if (!live.current().config.watch) return
    known = content
    // Without its file the gateway would fall back to the defaults, which nobody wants of a file that is gone by mistake.
    if (content === null)
      log.error('config.missing', { file, remedy: 'Put the file back; until then what is in force stays.' })
    else await live.reload()
  }

  const bell = doorbell(
    dirname(file),
    () => {
      clearTimeout(settling)
      settling = setTimeout(() => void look(), SETTLE_MILLISECONDS)
    },
    log,
  )
  await bell.begun
  return {
    async [Symbol.asyncDispose]() {
      await bell[Symbol.asyncDispose]()
      clearTimeout(settling)
    },
  }
}

/** Null when it is not there. A file that cannot be read is left to the reload, which says so. */
async function contentOf(file: string): Promise<Sha256 | 'unreadable' | null> {
  try {
    return sha256(await readFile(file))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : 'unreadable'
  }
}
