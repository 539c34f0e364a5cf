/**
 * Passwords of people are kept as argon2id hashes (spec access.md §7, cases R10, R24). Each look at one costs 20 ms of a processor and 19
 * MiB, so that only so many are looked at together; the rest wait their turn.
 */
import { hash, verify } from '@node-rs/argon2'
import { Turns } from '../../base/turns.ts'
import { canonicalPassword } from './rule.ts'

/** OWASP's lower recommended set. Raised here, a hash is renewed at the next sign-in. */
export const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

const PARAMETERS = `m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}`

/** What no password has, of the same cost: looked at when there is nothing else, so that an unknown user takes as long. */
const NOBODYS = `$argon2id$v=19$${PARAMETERS}$${'A'.repeat(22)}$${'A'.repeat(43)}`

const STORED = /^\$argon2id\$v=19\$(m=\d{1,7},t=\d{1,3},p=\d{1,2})\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{43}$/

/** No password that the rule lets through is longer; one that is gets nowhere near the hash. */
const UNITS_MAX = 16_384

export type PasswordHasher = {
  /** PHC form. Throws for more than the rule can let through: that is asked first. */
  hash(password: string): Promise<string>
  isRight: IsRight
  /** For whoever has to look at something else right before and after, such as a throttle: `work` runs when its turn has come. */
  inTurn<Value>(work: (isRight: IsRight) => Promise<Value>): Promise<Value>
}

/** False after the same work when nothing is stored or what is stored is of another kind, and for a password without end. */
export type IsRight = (password: string, stored: string | null) => Promise<boolean>

/** `checksAtOnce` is asked at each turn, so that a reload is in force at once. */
export function createPasswordHasher(checksAtOnce: () => number): PasswordHasher {
  const turns = new Turns(checksAtOnce)
  return {
    hash: (password) => turns.take(() => hashOf(password)),
    isRight: (password, stored) => turns.take(() => isRight(password, stored)),
    inTurn: (work) => turns.take(() => work(isRight)),
  }
}

/** Whether it was made with other costs than today's. */
export function isOutdated(stored: string): boolean {
  return STORED.exec(stored)?.[1] !== PARAMETERS
}

async function hashOf(password: string): Promise<string> {
  const bytes = bytesOf(password)
  if (!bytes) throw new TypeError('this is more than a password')
  return await hash(bytes, COST)
}

async function isRight(password: string, stored: string | null): Promise<boolean> {
  const bytes = bytesOf(password)
  const known = stored !== null && STORED.test(stored) ? stored : null
  const fits = await verify(known ?? NOBODYS, bytes ?? '')
  return fits && known !== null && bytes !== null
}

/** Null for more than a password; a NUL is a byte like any other. */
function bytesOf(password: string): Buffer | null {
  return password.length > UNITS_MAX ? null : Buffer.from(canonicalPassword(password), 'utf8')
}
