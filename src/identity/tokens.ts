/** What a browser holds to be known again: 256 random bits. We keep only their hash, so that a copy of the database signs nobody in. */
import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** 43 characters of `[A-Za-z0-9_-]`. */
export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** Null for what `makeToken` never makes: no statement needs to be asked for that. */
export function tokenHash(token: string): Buffer | null {
  return TOKEN.test(token) ? hashOf(token) : null
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
