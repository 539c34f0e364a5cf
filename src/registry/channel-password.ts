/** Passwords of FTP channels: made here, shown once, kept as a hash. They are for programs, so nobody chooses them. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

const PASSWORD_BYTES = 18
const SALT_BYTES = 16
const HASH_BYTES = 32
const LOG2_COST = 14
const BLOCKS = 8
const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

/** 24 characters of `[A-Za-z0-9_-]`: 144 bits. */
export function makeChannelPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url')
}

/** A string that carries its own parameters (PHC form), so that they may grow later. */
export async function hashChannelPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, LOG2_COST, BLOCKS)
  return `$scrypt$ln=${LOG2_COST},r=${BLOCKS},p=1$${bare(salt)}$${bare(hash)}`
}

/** False for any other password, and after the same work when there is no stored hash: an unknown user costs as much (case R24). */
export async function isChannelPassword(password: string, stored: string | null): Promise<boolean> {
  const [, cost = LOG2_COST, blocks = BLOCKS, salt = '', hash = ''] = STORED.exec(stored ?? '') ?? []
  const derived = await derive(password, Buffer.from(salt, 'base64'), Number(cost), Number(blocks))
  const expected = Buffer.from(hash, 'base64')
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}

function derive(password: string, salt: Buffer, log2Cost: number, blocks: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** log2Cost, r: blocks, p: 1, maxmem: 256 * 2 ** log2Cost * blocks }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
