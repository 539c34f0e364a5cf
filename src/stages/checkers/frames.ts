/**
 * How a document's bytes go to a checker: frames of a length (4 bytes, big-endian) and that many bytes; a frame of length 0 ends the
 * document. A pipe rather than messages, so that a slow checker holds back the reading of the disk.
 */
import type { DocumentFindings } from './findings.ts'

export const END_FRAME = Buffer.alloc(4)

/** What a checker says of each document, as a message of the parent's channel; exactly one for each. */
export type CheckerAnswer =
  | {
      readonly findings: Omit<DocumentFindings, 'parts' | 'bytes'>
      /** Memory was refused on the way: the findings hold, but this process is not to be given another document. */
      readonly retire: boolean
    }
  /** The installed schema cannot be used: the operator must act, the document waits. */
  | { readonly unavailable: string }

export function frameHeader(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt32BE(bytes.length)
  return header
}

export type FrameReader = { push(bytes: Buffer): void }

/** Cuts a stream of bytes into frames: `chunk` for content as it comes, `end` after each document. */
export function createFrameReader(chunk: (bytes: Buffer) => void, end: () => void): FrameReader {
  let header = Buffer.alloc(0)
  let left = 0

  function takeHeader(bytes: Buffer): Buffer {
    const taken = Math.min(4 - header.length, bytes.length)
    header = Buffer.concat([header, bytes.subarray(0, taken)])
    if (header.length === 4) {
      left = header.readUInt32BE()
      header = Buffer.alloc(0)
      if (left === 0) end()
    }
    return bytes.subarray(taken)
  }

  return {
    push(bytes) {
      let rest = bytes
      while (rest.length > 0) {
        if (left === 0) rest = takeHeader(rest)
        else {
          const content = rest.subarray(0, left)
          left -= content.length
          rest = rest.subarray(content.length)
          chunk(content)
        }
      }
    },
  }
}
