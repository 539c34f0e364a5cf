/** The ways to sign in, and what each is worth (spec access.md §8.1). */

import type { Reaches } from '../registry/policy/reach.ts'

/** `fas` is the federal authentication service, which the configuration calls `csam`. */
export type Method = 'eid' | 'itsme' | 'fas' | 'totp' | 'password' | 'provisional'

export type Proof = {
  readonly method: Method
  /** 0 to 1000; 400 is strong. */
  readonly assurance: number
}

/** What is proven, and for which enterprises (rule 11.19). */
export type Proven = Proof & { readonly reaches: Reaches }

export const BY_PASSWORD: Proof = { method: 'password', assurance: 200 }
export const BY_CODE: Proof = { method: 'totp', assurance: 400 }
export const BY_PROVISIONAL: Proof = { method: 'provisional', assurance: 200 }

/** What an access manager counts as a strong sign-in (spec access.md §6.2). */
export function isStrong({ method }: { readonly method: string }): boolean {
  return ['eid', 'itsme', 'fas', 'totp'].includes(method)
}

/** Whether the password of the account is part of the proof, so that a temporary one limits what the session may do. */
export function restsOnPassword(method: string): boolean {
  return ['password', 'provisional', 'totp'].includes(method)
}
