/** All watched folders of this process: rung for by the system, by the clock, and by what the tables say. */

import { remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import { Turns } from '../../base/turns.ts'
import { folderMetrics } from './metrics.ts'
import type { FolderDeps } from './options.ts'
import { WatchedFolder } from './watched-folder.ts'

export type FolderEndpoint = AsyncDisposable & {
  /** Begins nothing new; what is under way gets so many seconds. */
  drain(seconds: number): Promise<void>
  /** What an operator must look at, one sentence for each folder. */
  problems(): readonly string[]
}

export function watchFolders(deps: FolderDeps): FolderEndpoint {
  const { settings } = deps
  // A share that does not answer keeps the thread that asked it: without a bound one dead file server would hold up the whole gateway.
  const turns = new Turns(() => settings.limits.foldersAtOnce)
  const ages = () => new Map(all.map((folder) => [folder.settings.sender, folder.lookAgeSeconds]))
  const metrics = folderMetrics(deps.metrics, ages)
  const all = deps.folders.map((folder) => new WatchedFolder({ settings: folder, deps, metrics, turns }))
  for (const folder of all) folder.start()
  const news = listenForNews(all, deps)

  async function drain(seconds: number): Promise<void> {
    await news.stop()
    await Promise.all(all.map((folder) => folder.stop(seconds)))
  }

  return {
    drain,
    problems: () =>
      all.flatMap((folder) => {
        const problem = folder.problem()
        return problem === null ? [] : [`The watched folder of ${folder.settings.sender}: ${problem}`]
      }),
    async [Symbol.asyncDispose]() {
      await drain(0)
      await deps.ledger.leave().catch((error) => deps.log.debug('folder.notLeft', errorFields(error))) // the leases run out
    },
  }
}

/** One question for all folders: who has an answer to be written, and which waiting set got its GO over another channel. */
function listenForNews(all: readonly WatchedFolder[], deps: FolderDeps): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const ask = async () => {
    const { ledger } = deps
    const well = all.filter(({ takesNews }) => takesNews)
    if (well.length === 0) return
    const answered = new Set(await ledger.sendersWithAnswers(well.map(({ settings }) => settings.sender)))
    const open = await ledger.setsWithGo(well.flatMap(({ waitingSets }) => waitingSets))
    const goes = new Set(open.map(({ sender }) => sender))
    for (const folder of well) {
      if (goes.has(folder.settings.sender)) folder.ring('all')
      else if (answered.has(folder.settings.sender)) folder.ring('answers')
    }
  }
  const round = async () => {
    await ask().catch((error: unknown) => {
      if (remedyFor(error) === 'crash') deps.onBug(error)
      else deps.log.debug('folder.noNews', errorFields(error))
    })
    if (!isOver) timer = setTimeout(start, deps.settings.limits.pollSeconds * 1000)
  }
  const start = () => {
    running = round()
  }
  let running = round()
  return {
    async stop() {
      isOver = true
      clearTimeout(timer)
      await running
    },
  }
}
