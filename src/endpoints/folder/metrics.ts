import type { Metrics } from '../../base/metrics.ts'
import { type LeftAlone, WHYS } from './sort-names.ts'

/** Figures of the watched folders; a sender is a label, for their folders are few and each has its own operator. */
export type FolderMetrics = ReturnType<typeof folderMetrics>

export function folderMetrics(metrics: Metrics, ageSeconds: () => ReadonlyMap<string, number>) {
  const files = metrics.counter('sluice_folder_files_total', 'Files of watched folders, by what became of them.', [
    'outcome',
  ])
  const answers = metrics.counter('sluice_folder_answers_total', 'Answers written to watched folders.')
  const failures = metrics.counter('sluice_folder_failures_total', 'Looks at watched folders that failed.', ['sender'])
  const left = metrics.gauge('sluice_folder_left_alone', 'Files that are none of ours or odd.', ['sender', 'why'])
  const waiting = metrics.gauge('sluice_folder_waiting', 'Sets that wait for their GO.', ['sender'])
  const age = metrics.gauge('sluice_folder_look_age_seconds', 'Time since the last whole look.', ['sender'])
  metrics.beforeScrape(async () => {
    for (const [sender, seconds] of ageSeconds()) age(seconds, { sender })
  })
  return {
    file: (outcome: 'taken' | 'again' | 'refused') => files({ outcome }),
    answer: () => answers(),
    failed: (sender: string) => failures({ sender }),
    waiting: (sender: string, sets: number) => waiting(sets, { sender }),
    leftAlone(sender: string, all: readonly LeftAlone[]) {
      for (const why of WHYS) left(all.filter((one) => one.why === why).length, { sender, why })
    },
  }
}
