/** What goes out over a data connection: a file, or the lines of a listing. */
import type { Duplex } from 'node:stream'
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { OpenFile } from '../files/client-files.ts'
import type { DataConnection } from './secure-data.ts'

const CHUNK_BYTES = 512 * 1024

/** False when the connection broke before everything was handed over. */
export type Sent = Result<boolean, Refusal>

/** While one piece is on its way the next is read, into the other of two buffers. */
export async function sendFile(
  data: DataConnection,
  file: OpenFile,
  offset: number,
  bytes: number,
  onBytes: (bytes: number) => void,
): Promise<Sent> {
  const size = Math.max(1, Math.min(CHUNK_BYTES, bytes - offset))
  const buffers: readonly [Buffer, Buffer] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)]
  let sending = Promise.resolve(true)
  for (let at = offset, turn = 0; ; turn = 1 - turn) {
    const buffer = buffers[turn as 0 | 1]
    const read = await file.read(at, buffer)
    const isWhole = await sending
    if (!read.ok) return read
    if (!isWhole) return ok(false)
    if (read.value === 0) return ok(await end(data.stream))
    at += read.value
    onBytes(read.value)
    sending = write(data.stream, buffer.subarray(0, read.value))
  }
}

/** In pages, so that a folder of any size costs one page. */
export async function sendPages(
  data: DataConnection,
  pages: AsyncIterable<string>,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  for await (const page of pages) {
    const bytes = Buffer.from(page, 'latin1')
    if (bytes.length === 0) continue
    onBytes(bytes.length)
    if (!(await write(data.stream, bytes))) return false
  }
  return end(data.stream)
}

function write(stream: Duplex, bytes: Buffer): Promise<boolean> {
  return untilDone(stream, (done) => void stream.write(bytes, done))
}

function end(stream: Duplex): Promise<boolean> {
  return untilDone(stream, (done) => void stream.end(done))
}

/** A stream that is destroyed calls nobody back for what it had not begun. */
function untilDone(stream: Duplex, act: (done: (error?: Error | null) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    if (stream.destroyed) return resolve(false)
    const onClose = (): void => resolve(false)
    stream.once('close', onClose)
    act((error) => {
      stream.off('close', onClose)
      resolve(!error)
    })
  })
}
