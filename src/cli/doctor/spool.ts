import { silentLog } from '../../base/log.ts'
import { reclaimable } from '../../ledger/retention/blob-marks.ts'
import { blobsOfRows } from '../../ledger/retention/blob-references.ts'
import { lastRuns } from '../../ledger/retention/tasks.ts'
import { openSpool } from '../../spool/open-spool.ts'
import type { Spool } from '../../spool/spool.ts'
import type { Examination, Finding } from './examination.ts'

const SHOWN_MAX = 5
/** A gateway looks each minute; one that stood still for a day is worth a word. */
const SILENT_MILLISECONDS = 86_400_000

/** Every row has its blob; a blob may be without a row, when an upload ended before its commit. */
export const examineSpool: Examination = async ({ config, database, now }) => {
  await using spool = await openSpool({ dir: config.spool.dir, log: silentLog, now: () => now })
  const lost: string[] = []
  let rows = 0
  for await (const hashes of blobsOfRows(database.queries)) {
    rows += hashes.length
    const there = await Promise.all(hashes.map((hash) => spool.has(hash)))
    lost.push(...hashes.filter((_, index) => !there[index]))
  }
  let blobs = 0
  for await (const _ of spool.blobs()) blobs++
  const orphans = blobs - (rows - lost.length)
  const strangers = await examineForeign(spool)
  const found = `${blobs} blobs, ${orphans} of them without a row; ${lost.length} rows without their blob`
  if (lost.length === 0) return [{ name: 'blobs', state: 'ok', found }, ...strangers]
  const remedy = `Restore these from the backup: ${lost.slice(0, SHOWN_MAX).join(' ')}`
  return [{ name: 'blobs', state: 'problem', found, remedy }, ...strangers]
}

/** What may be taken off the disk, and when somebody last looked. */
export const examineRetention: Examination = async ({ config, database: { queries }, now }) => {
  const { blobs, bytes } = await reclaimable(queries)
  const runs = await lastRuns(queries)
  const said = (['notices', 'archive', 'mark', 'sweep'] as const).map((task) => {
    const at = runs.get(task)?.ranAt
    return `${task} ${at ? at.toISOString() : 'never'}`
  })
  const found = `${blobs} contents (${bytes} bytes) are marked to leave the disk; last looks: ${said.join(', ')}`
  const latest = Math.max(0, ...[...runs.values()].map(({ ranAt }) => ranAt?.getTime() ?? 0))
  if (!config.retention.collect)
    return [
      { name: 'retention', state: 'advice', found, remedy: 'Nothing leaves the disk: `retention.collect` is off.' },
    ]
  if (latest === 0 || now.getTime() - latest < SILENT_MILLISECONDS) return [{ name: 'retention', state: 'ok', found }]
  const remedy = 'See that a gateway with the role pipeline runs, and look for `retention.failed` in its log.'
  return [{ name: 'retention', state: 'advice', found, remedy }]
}

/** What a person dropped into the spool does nothing there (case O11), but somebody should know. */
async function examineForeign(spool: Pick<Spool, 'foreign'>): Promise<Finding[]> {
  const shown: string[] = []
  let count = 0
  for await (const path of spool.foreign()) if (++count <= SHOWN_MAX) shown.push(path)
  if (count === 0) return []
  const found = `${count} files or folders are none of the gateway's: ${shown.join(' ')}`
  return [{ name: 'spool', state: 'advice', found, remedy: 'Find out who put them there, and move them away.' }]
}
