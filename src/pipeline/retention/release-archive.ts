import type { Database } from '../../database/database.ts'
import {
  type ArchiveTimes,
  candidatesAfter,
  releaseContents,
  releaseFilesOfNone,
  releaseLateAnswers,
} from '../../ledger/retention/archive.ts'

export type ReleasedContents = {
  readonly submissions: number
  readonly files: number
  readonly bytes: number
  readonly next: string
}

/** So many submissions share a transaction, which holds up whoever places a hold. */
const TOGETHER = 200

/** rule 23.3: one look behind the position; what it releases is collected from the disk later, like anything that no row keeps. */
export async function releaseArchive(
  { queries, transaction }: Pick<Database, 'queries' | 'transaction'>,
  position: string,
  times: ArchiveTimes,
  limit: number,
): Promise<ReleasedContents> {
  const { submissionIds, next } = await candidatesAfter(queries, position, times, limit)
  let [submissions, files, bytes] = [0, 0, 0]
  for (let start = 0; start < submissionIds.length; start += TOGETHER) {
    const ids = submissionIds.slice(start, start + TOGETHER)
    for (const released of await transaction((tx) => releaseContents(tx, ids, times))) {
      submissions += 1
      files += released.files
      bytes += released.bytes
    }
  }
  const longest = Math.max(times.days, ...Object.values(times.daysOf))
  files += await transaction((tx) => releaseFilesOfNone(tx, longest, limit))
  files += await transaction((tx) => releaseLateAnswers(tx, longest, limit))
  return { submissions, files, bytes, next }
}
