import type { AnnexPair } from './annex-25.ts'

/**
 * One official reason for a rejection: the annex 30 code, and what a person needs to act on it. `seen` and `expected` are
 * language-free fragments (names, numbers, digests); the sentences come from the catalogue in `reasons/`.
 */
export type Reason = {
  /** Annex 30 code; in an ACRF written `ACRF-` and three digits. */
  readonly code: number
  /** The file that the reason is about, as the sender named it; absent when it concerns the whole set. */
  readonly file?: string
  readonly seen?: string
  readonly expected?: string
  /** A finer cause with its own text in the catalogue, such as `asciiMode` below code 125. */
  readonly detail?: string
  /** Annex 25, for code 125. */
  readonly annex25?: AnnexPair
  /** Where in the file: 1-based. */
  readonly line?: number
  readonly column?: number
}
