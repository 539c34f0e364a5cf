import { copyFile, type FileHandle, open, stat, truncate } from 'node:fs/promises'
import { ignore } from '../../base/errors.ts'

const LOG_BYTES_MAX = 4 * 1024 * 1024
const CAUSE_LINES_MAX = 4
/** What a server that is not up yet says to whoever asks, ourselves above all; the cause stands between such lines. */
const TO_CALLERS = /FATAL: {2}the database system is |DETAIL: {2}Consistent recovery state has not been yet reached/

/** Keeps the server's log below two files of 4 MiB. The server appends to an open file, so it is copied and cut, not renamed. */
export async function rotateLog(path: string, bytesMax: number = LOG_BYTES_MAX): Promise<void> {
  const size = (await stat(path).catch(ignore('ENOENT')))?.size ?? 0
  if (size <= bytesMax) return
  await copyFile(path, `${path}.1`)
  await truncate(path, 0)
}

/** Opens the log for a server that is about to start, and remembers where its lines begin. */
export async function openLog(path: string): Promise<{ readonly file: FileHandle; readonly from: number }> {
  const file = await open(path, 'a', 0o600)
  return { file, from: (await file.stat()).size }
}

/** The lines since `from`, at most the last 8 KiB. */
export async function logSince(path: string, from: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const start = Math.max(from, size - 8192)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - start)), { position: start })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Of the lines of a server that ended, those that say why, on one line. */
export function causeIn(said: string): string {
  const lines = said.split('\n').filter((line) => line !== '' && !line.includes(' LOG: ') && !TO_CALLERS.test(line))
  return lines.slice(-CAUSE_LINES_MAX).join(' ')
}
