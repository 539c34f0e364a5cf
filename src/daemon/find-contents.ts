/** Contents for operators who may read them: the console knows no store. */
import { Readable } from 'node:stream'
import type { Sha256 } from '../base/hashes.ts'
import type { FindContents } from '../console/operations/contents/read-contents.ts'
import type { Spool } from '../spool/spool.ts'

export function contentsFinder(spool: Pick<Spool, 'look' | 'stream'>): FindContents {
  return async (sha256) => {
    const digest = sha256 as Sha256 // of a row of ours
    const place = await spool.look(digest)
    return (
      place && {
        bytes: place.bytes,
        open: () => Readable.from(heldBack(spool.stream(digest)), { objectMode: false }),
      }
    )
  }
}

/** rule 22.10: the last piece waits until all of them were compared with the digest, so that what is damaged never arrives whole. */
async function* heldBack(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | undefined
  for await (const piece of pieces) {
    if (held) yield held
    held = piece
  }
  if (held) yield held
}
