import { errorFields } from '../../../base/log.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import type { AnsweringService } from '../settings.ts'
import { type AnswerFolder, type FolderDeps, lookIntoFolder } from './look-into-folder.ts'
import { Quiet } from './quiet.ts'
import { Troubles } from './troubles.ts'

type WatchDeps = FolderDeps & { readonly services: () => readonly AnsweringService[] }

export type WatchedAnswers = AsyncDisposable & {
  /** What somebody must look at, one sentence each. */
  problems(): readonly string[]
}

/**
 * Looks every `answers.scanSeconds` into the folders that services have for their answers, each by itself: one that hangs holds up no other.
 * A folder that is away is told, and looked at again.
 */
export function watchAnswerFolders(deps: WatchDeps): WatchedAnswers {
  const known = new Map<string, AnswerFolder>()
  const looking = new Map<AnswerFolder, Promise<void>>()
  let isStopped = false
  const look = async (folder: AnswerFolder) => {
    await lookIntoFolder(folder, deps).catch((error: unknown) => {
      deps.log.warn('answer.folderNotRead', { service: folder.service, ...errorFields(error) })
    })
    looking.delete(folder)
  }
  const round = () => {
    const folders = foldersOf(deps.services(), known)
    for (const folder of folders) if (!looking.has(folder)) looking.set(folder, look(folder))
    if (!isStopped) timer = setTimeout(round, deps.limits.scanSeconds * 1000)
  }
  let timer: NodeJS.Timeout | undefined
  round()
  return {
    problems: () => foldersOf(deps.services(), known).flatMap(problemsOf),
    async [Symbol.asyncDispose]() {
      isStopped = true
      clearTimeout(timer)
      await Promise.all(looking.values())
    },
  }
}

/** Of the services that have one; what was seen of one that is gone is forgotten. */
function foldersOf(services: readonly AnsweringService[], known: Map<string, AnswerFolder>): readonly AnswerFolder[] {
  const folders = services
    .filter(({ answers }) => answers.folder !== '')
    .map(({ code: service, answers: { folder: path } }) => {
      const before = known.get(service)
      return before?.path === path ? before : { service, path, quiet: new Quiet(ticks), troubles: new Troubles(ticks) }
    })
  known.clear()
  for (const folder of folders) known.set(folder.service, folder)
  return folders
}

function problemsOf({ service, troubles }: AnswerFolder): readonly string[] {
  return troubles.list().map((trouble) => `The folder of answers of ${service}, ${safe(trouble)}.`)
}

function ticks(): number {
  return performance.now()
}
