/** The whole lines of a file, of which never more than a piece is in memory: a day of the audit may be larger than a string can be. */
import type { FileHandle } from 'node:fs/promises'

const NEWLINE = 0x0a
const PIECE_BYTES = 1024 * 1024
/** Of the end, where a line or two are looked for. */
const TAIL_BYTES = 64 * 1024

/** `bytes`: where it ends, with its newline; what stands behind was never said to be there. */
export type LastLine = { readonly bytes: number; readonly line: string | undefined }

/** Looked for from the end. */
export async function lastWholeLine(file: FileHandle): Promise<LastLine> {
  let from = (await file.stat()).size
  let tail = Buffer.alloc(0)
  while (from > 0) {
    const bytes = Math.min(from, Math.max(TAIL_BYTES, tail.length)) // twice as much each time, so that a long line is not read over and over
    from -= bytes
    tail = Buffer.concat([await readAt(file, from, bytes), tail])
    const end = tail.lastIndexOf(NEWLINE)
    const start = end > 0 ? tail.lastIndexOf(NEWLINE, end - 1) + 1 : 0
    if (end >= 0 && (start > 0 || from === 0))
      return { bytes: from + end + 1, line: tail.subarray(start, end).toString() }
  }
  return { bytes: 0, line: undefined }
}

/** In their order, some at a time. */
export async function* wholeLines(file: FileHandle): AsyncGenerator<readonly string[]> {
  let rest = Buffer.alloc(0)
  for await (const piece of file.createReadStream({ start: 0, highWaterMark: PIECE_BYTES, autoClose: false })) {
    const joined = Buffer.concat([rest, piece])
    const whole = joined.lastIndexOf(NEWLINE) + 1
    if (whole > 0) yield joined.toString('utf8', 0, whole - 1).split('\n')
    rest = joined.subarray(whole)
  }
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position)
  return buffer.subarray(0, bytesRead)
}
