/**
 * RSA keys of a widespread faulty generator (CVE-2017-15361, case C18): their modulus is a power of 65537 modulo every
 * small prime. A sound modulus passes for one with a probability of about 2^-28 … 2^-150, depending on the primes used.
 */
// biome-ignore format: a table
const PRIMES: readonly number[] = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127,
  131, 137, 139, 149, 151, 157, 163, 167,
]

const GENERATOR = 65537

const RESIDUES: readonly (readonly [bigint, ReadonlySet<number>])[] = PRIMES.map((prime) => [
  BigInt(prime),
  powersOf(GENERATOR % prime, prime),
])

export function isRocaModulus(modulus: bigint): boolean {
  return RESIDUES.every(([prime, powers]) => powers.has(Number(modulus % prime)))
}

/** No sound modulus has a prime factor below 168. */
export function hasTinyFactor(modulus: bigint): boolean {
  return modulus % 2n === 0n || RESIDUES.some(([prime]) => modulus % prime === 0n)
}

function powersOf(generator: number, prime: number): ReadonlySet<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * generator) % prime) powers.add(power)
  return powers
}
