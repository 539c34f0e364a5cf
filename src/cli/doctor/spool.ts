import { silentLog } from '../../base/log.ts'
import { blobsOfRows } from '../../ledger/blob-rows.ts'
import { openSpool } from '../../spool/open-spool.ts'
import type { Spool } from '../../spool/spool.ts'
import type { Examination, Finding } from './examination.ts'

const SHOWN_MAX = 5

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

/** What a person dropped into the spool does nothing there (case O11), but somebody should know. */
async function examineForeign(spool: Pick<Spool, 'foreign'>): Promise<Finding[]> {
  const shown: string[] = []
  let count = 0
  for await (const path of spool.foreign()) if (++count <= SHOWN_MAX) shown.push(path)
  if (count === 0) return []
  const found = `${count} files or folders are none of the gateway's: ${shown.join(' ')}`
  return [{ name: 'spool', state: 'advice', found, remedy: 'Find out who put them there, and move them away.' }]
}
