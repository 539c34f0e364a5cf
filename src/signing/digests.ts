import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { DigestAlgorithm } from './algorithms.ts'

export type Digests = Readonly<Partial<Record<DigestAlgorithm, Uint8Array>>>

/** What is signed. Digests that are known save a pass over the bytes; what is missing is read from `stream`. */
export type Content = {
  readonly digests: Digests
  /** Null when there is no byte at all; absent when it is not known. */
  readonly firstByte?: number | null
  readonly bytes: number
  /** A new stream over the bytes as they are stored, each time. */
  readonly stream: () => Readable
}

/** One pass: the digests that are asked for, the first byte and the length. */
export async function digestsOf(
  stream: Readable,
  algorithms: readonly DigestAlgorithm[],
): Promise<{ readonly digests: Digests; readonly firstByte: number | null; readonly bytes: number }> {
  const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const)
  let firstByte: number | null = null
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    firstByte ??= chunk[0] ?? null
    bytes += chunk.length
    for (const [, hash] of hashes) hash.update(chunk)
  }
  return { digests: Object.fromEntries(hashes.map(([name, hash]) => [name, hash.digest()])), firstByte, bytes }
}

/** The digest of the content, and its first byte where that is asked for; nothing is read that is known. */
export async function contentDigest(
  content: Content,
  algorithm: DigestAlgorithm,
  firstByteMatters: boolean,
): Promise<{ readonly digest: Buffer; readonly firstByte: number | null }> {
  const known = content.digests[algorithm]
  if (known && (content.firstByte !== undefined || !firstByteMatters)) {
    return { digest: Buffer.from(known), firstByte: content.firstByte ?? null }
  }
  const { digests, firstByte } = await digestsOf(content.stream(), [algorithm])
  return { digest: Buffer.from(digests[algorithm] ?? []), firstByte }
}
