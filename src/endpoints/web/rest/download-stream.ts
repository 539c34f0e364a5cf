import { Readable } from 'node:stream'
import type { Download } from '../../../mailbox/mailbox.ts'

const PIECE_BYTES = 64 * 1024

/** A file of the mailbox as an answer's bytes; closed at its end, and when the client goes away before. */
export function downloadStream(file: Download): { readonly bytes: Readable; readonly length: number } {
  let at = 0
  const bytes = new Readable({
    read() {
      file.read(at, PIECE_BYTES).then(
        (piece) => {
          at += piece.length
          this.push(piece.length > 0 ? piece : null)
        },
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error, done) {
      file[Symbol.asyncDispose]().then(() => done(error), done)
    },
  })
  return { bytes, length: file.entry.bytes }
}
