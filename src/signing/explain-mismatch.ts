import { createHash, type Hash } from 'node:crypto'
import type { SignatureDetail } from '../batch/annex-25.ts'
import type { DigestAlgorithm } from './algorithms.ts'
import type { Content } from './digests.ts'

/** A guess at what happened to the bytes between signing and arrival. */
type Guess = {
  readonly detail: SignatureDetail
  /** How the bytes would have been when they were signed. */
  readonly change: () => Change
}

/** Turns a stream of chunks into another; `end` gives what is left. */
type Change = { readonly push: (chunk: Buffer) => Buffer; readonly end: () => Buffer }

/** Larger contents are not tried: nine digests of a rejected file are no reason to keep others waiting. */
const EXPLAIN_BYTES_MAX = 20 * 1024 * 1024

const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e
const NOTHING = Buffer.alloc(0)
const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const MIME_TEXT = Buffer.from('Content-Type: text/plain\r\n\r\n')

/** The likelier first: when two fit, the sender reads the first. */
const GUESSES: readonly Guess[] = [
  { detail: 'asciiMode', change: () => lineBreaks('collapse') },
  { detail: 'asciiMode', change: () => lineBreaks('lf') },
  { detail: 'signedAsText', change: () => lineBreaks('crlf') },
  { detail: 'signedAsText', change: () => after(MIME_TEXT, lineBreaks('crlf')) },
  { detail: 'bomAdded', change: withoutBom },
  { detail: 'bomRemoved', change: () => after(BOM, asItIs()) },
  { detail: 'tailMissing', change: () => before(asItIs(), Buffer.from('\n')) },
  { detail: 'tailMissing', change: () => before(asItIs(), Buffer.from('\r\n')) },
  { detail: 'tailAdded', change: withoutLastLineBreak },
]

/**
 * Why the digest in a signature is not that of the content: tries what transfers and signing programs are known to do to
 * files (technology.md, traps). For the reason's text only; a signature that fits nothing but a guess is as bad as any.
 */
export async function explainMismatch(
  expected: Uint8Array,
  algorithm: DigestAlgorithm,
  content: Pick<Content, 'bytes' | 'stream'>,
): Promise<SignatureDetail | null> {
  if (content.bytes > EXPLAIN_BYTES_MAX) return null
  const tries = GUESSES.map(({ detail, change }) => ({ detail, change: change(), hash: createHash(algorithm) }))
  const ends = new Ends()
  for await (const chunk of content.stream() as AsyncIterable<Buffer>) {
    for (const { change, hash } of tries) hash.update(change.push(chunk))
    ends.see(chunk)
  }
  const found = tries.find(({ change, hash }) => finished(hash, change).equals(expected))
  return found?.detail ?? (ends.areOfCutDocument ? 'cutOff' : null)
}

/** The first and the last byte that are no white space: what begins like XML and does not end like it was cut off. */
class Ends {
  #first: number | undefined
  #last: number | undefined

  see(chunk: Buffer): void {
    this.#first ??= chunk.find(isInk)
    this.#last = chunk.findLast(isInk) ?? this.#last
  }

  get areOfCutDocument(): boolean {
    return this.#first === LESS_THAN && this.#last !== GREATER_THAN
  }
}

function isInk(octet: number): boolean {
  return octet > SPACE && !BOM.includes(octet)
}

function finished(hash: Hash, change: Change): Buffer {
  return hash.update(change.end()).digest()
}

function asItIs(): Change {
  return { push: (chunk) => chunk, end: () => NOTHING }
}

function after(prefix: Buffer, { push, end }: Change): Change {
  let begun = false
  const first = (): Buffer => {
    const bytes = begun ? NOTHING : prefix
    begun = true
    return bytes
  }
  return { push: (chunk) => Buffer.concat([first(), push(chunk)]), end: () => Buffer.concat([first(), end()]) }
}

function before({ push, end }: Change, suffix: Buffer): Change {
  return { push, end: () => Buffer.concat([end(), suffix]) }
}

/**
 * `lf`: CRLF becomes LF. `crlf`: any CRs with their LF become CRLF, as S/MIME signs text. `collapse`: CR CR LF becomes CRLF,
 * the trace of a second conversion.
 */
function lineBreaks(target: 'lf' | 'crlf' | 'collapse'): Change {
  let held = 0
  const push = (chunk: Buffer): Buffer => {
    const out = Buffer.allocUnsafe(held + chunk.length * 2)
    let at = 0
    for (const octet of chunk) {
      if (octet === CR) {
        held++
        continue
      }
      for (let left = octet === LF ? carriageReturns(target, held) : held; left > 0; left--) out[at++] = CR
      held = 0
      out[at++] = octet
    }
    return out.subarray(0, at)
  }
  return { push, end: () => Buffer.alloc(held, CR) }
}

function carriageReturns(target: 'lf' | 'crlf' | 'collapse', before: number): number {
  if (target === 'crlf') return 1
  return target === 'lf' ? Math.max(0, before - 1) : Math.min(before, 1)
}

function withoutBom(): Change {
  let held: Buffer | null = NOTHING
  const release = (bytes: Buffer): Buffer => {
    held = null
    return bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes
  }
  const push = (chunk: Buffer): Buffer => {
    if (held === null) return chunk
    held = Buffer.concat([held, chunk])
    return held.length < BOM.length ? NOTHING : release(held)
  }
  return { push, end: () => (held === null ? NOTHING : release(held)) }
}

/** Holds back a CR and LF at the end of each chunk until it is known whether something follows. */
function withoutLastLineBreak(): Change {
  let held: Buffer = NOTHING
  const push = (chunk: Buffer): Buffer => {
    const bytes = Buffer.concat([held, chunk])
    const last = bytes[bytes.length - 1]
    const keep = last === CR ? 1 : last !== LF ? 0 : bytes[bytes.length - 2] === CR ? 2 : 1
    held = bytes.subarray(bytes.length - keep)
    return bytes.subarray(0, bytes.length - keep)
  }
  return { push, end: () => (held.equals(Buffer.from([CR])) ? held : NOTHING) }
}
