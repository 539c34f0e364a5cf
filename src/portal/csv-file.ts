/** Rows to take along, for spreadsheets: sent while they are read, so that memory holds one page of them. Formulas are made harmless (case W6). */
import { Unavailable } from '../base/errors.ts'
import type { Refusal } from '../base/refusal.ts'
import { ok, type Result } from '../base/result.ts'
import { csvRows } from '../batch/status/csv.ts'
import type { Download } from './page-route.ts'

export type CsvFile<Row> = {
  readonly fileName: string
  readonly head: readonly string[]
  /** At most `CSV_PAGE` rows behind `last`, or the first ones. Asked for each page, so that rights that end meanwhile end the file. */
  readonly read: (last: Row | undefined) => Promise<Result<readonly Row[], Refusal>>
  readonly cellsOf: (rows: readonly Row[]) => Promise<readonly (readonly string[])[]> | readonly (readonly string[])[]
  readonly rowsMax: number
  /** The last row of a file that does not hold everything. */
  readonly cut: string
}

export const CSV_PAGE = 1000

/** Spreadsheets take it for UTF-8 then. */
const BYTE_ORDER_MARK = '\uFEFF'

/** Refuses as the first page does; whatever fails later breaks the transfer off, so that no part passes for the whole. */
export async function csvFile<Row>(file: CsvFile<Row>): Promise<Result<Download, Refusal>> {
  const first = await file.read(undefined)
  if (!first.ok) return first
  return ok({ fileName: file.fileName, mediaType: 'text/csv; charset=utf-8', bytes: chunksOf(file, first.value) })
}

async function* chunksOf<Row>(file: CsvFile<Row>, first: readonly Row[]): AsyncGenerator<Buffer> {
  yield Buffer.from(`${BYTE_ORDER_MARK}${csvRows([file.head])}`)
  let left = file.rowsMax
  for (let rows = first; ; rows = await rowsBehind(file, rows)) {
    const taken = rows.slice(0, left)
    if (taken.length > 0) yield Buffer.from(csvRows(await file.cellsOf(taken)))
    if (rows.length > left) return yield Buffer.from(csvRows([[file.cut]]))
    if (rows.length < CSV_PAGE) return
    left -= rows.length
  }
}

async function rowsBehind<Row>({ read }: CsvFile<Row>, rows: readonly Row[]): Promise<readonly Row[]> {
  const next = await read(rows.at(-1))
  if (!next.ok) throw new Unavailable(`The rest of a file may not be read any more: ${next.problem.cause}`)
  return next.value
}
