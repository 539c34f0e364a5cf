/** A file leaves a listener: as an attachment, never shown by a browser, whatever it holds and is called (case W5). */
import { Readable } from 'node:stream'
import { errorFields, type Log } from '../base/log.ts'
import type { HttpReply } from './listener.ts'
import type { Download } from './page-answer.ts'

export function sendDownload(
  reply: HttpReply,
  { fileName, mediaType, bytes, length }: Download,
  log: Pick<Log, 'warn'>,
): HttpReply {
  if (length !== undefined) reply.header('content-length', length)
  return reply
    .header('content-disposition', `attachment; filename="${fileName.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(mediaType)
    .send(Buffer.isBuffer(bytes) ? bytes : watched(bytes, log))
}

function watched(bytes: AsyncIterable<Buffer>, log: Pick<Log, 'warn'>): Readable {
  const stream = bytes instanceof Readable ? bytes : Readable.from(bytes, { objectMode: false })
  return stream.on('error', (error) => log.warn('http.downloadBroken', errorFields(error)))
}
