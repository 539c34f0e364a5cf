/** Passwords of FTP channels: made here, shown once, kept as a hash. They are for programs, so nobody chooses them. */
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const PASSWORD_BYTES = 18

/**
 * argon2id, the default of the library. Its cost protects passwords that can be guessed; these are 144 random bits, which nobody
 * guesses at any price, so the cost is what three hundred log-ins at once can bear: a millisecond and 8 MiB each.
 */
const COST = { memoryCost: 8192, timeCost: 1, parallelism: 1 } as const

/** What no password has, of the same cost: checked when there is nothing else to check, so that this takes as long (case R24). */
const NOBODYS = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

const STORED = /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{43}$/

/** Longer ones are nobody's. argon2 has no limit of its own, so that up to here every byte counts (case R10). */
const BYTES_MAX = 1024

/** 24 characters of `[A-Za-z0-9_-]`: 144 bits. */
export function makeChannelPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url')
}

/** A string that carries its own parameters (PHC form), so that they may grow later. */
export async function hashChannelPassword(password: string): Promise<string> {
  const bytes = bytesOf(password)
  if (!bytes) throw new TypeError(`a password has at most ${BYTES_MAX} bytes`)
  return await hash(bytes, COST)
}

/**
 * False for any other password, after the same work when nothing is stored, when what is stored is of another kind, and when
 * the password is too long: neither an unknown user nor an absurd password is told sooner (cases R10, R24).
 */
export async function isChannelPassword(password: string, stored: string | null): Promise<boolean> {
  const bytes = bytesOf(password)
  const known = stored !== null && STORED.test(stored) ? stored : null
  const fits = await verify(known ?? NOBODYS, bytes ?? '')
  return fits && known !== null && bytes !== null
}

/** One form for all ways to write a letter (NFC), as UTF-8; a NUL is a byte like any other. Null when there are too many. */
function bytesOf(password: string): Buffer | null {
  if (password.length > BYTES_MAX) return null // before anything is done with it
  const bytes = Buffer.from(password.normalize('NFC'), 'utf8')
  return bytes.length > BYTES_MAX ? null : bytes
}
