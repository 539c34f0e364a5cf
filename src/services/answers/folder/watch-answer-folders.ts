import { errorFields } from '../../../base/log.ts'
import type { AnsweringService } from '../settings.ts'
import { type FolderDeps, lookIntoFolder } from './look-into-folder.ts'
import { Quiet } from './quiet.ts'

type WatchDeps = FolderDeps & { readonly services: () => readonly AnsweringService[] }

/** Looks every `answers.scanSeconds` into the folders that services have for their answers; a folder that is away is told, and looked at again. */
export function watchAnswerFolders(deps: WatchDeps): AsyncDisposable {
  const quiet = new Map<string, Quiet>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const round = async () => {
    for (const { code, answers } of deps.services()) {
      if (answers.folder === '' || isStopped) continue
      const known = quiet.get(answers.folder) ?? new Quiet(() => performance.now())
      quiet.set(answers.folder, known)
      await lookIntoFolder({ service: code, path: answers.folder, quiet: known }, deps).catch((error: unknown) => {
        deps.log.warn('answer.folderNotRead', { service: code, ...errorFields(error) })
      })
    }
    if (!isStopped) timer = setTimeout(start, deps.limits.scanSeconds * 1000)
  }
  const start = () => {
    running = round()
  }
  let running = round()
  return {
    async [Symbol.asyncDispose]() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
