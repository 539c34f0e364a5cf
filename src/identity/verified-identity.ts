import type { Ssin } from '../batch/ssin.ts'

/**
 * Somebody whom an outside authority has vouched for: what `issuer` and `subject` name together never changes hands (case R13); `ssin` is
 * the national number that it told. Nothing here says that this person has an account.
 */
export type VerifiedIdentity = {
  readonly issuer: string
  readonly subject: string
  readonly ssin: Ssin
  readonly method: 'eid' | 'itsme' | 'fas'
  /** The scale of access.md §8.1. */
  readonly assurance: number
}
