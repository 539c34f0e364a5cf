/** Element 5 of an answer's name: five characters, first numeric, then with letters, as the transfer point counts (spec §4.2). */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LENGTH = 5
const NUMERIC_MAX = 10 ** LENGTH - 1
const MAX = ALPHABET.length ** LENGTH - 1

/** `00001` to `99999`, then `0000A`, `0000B` … `ZZZZZ`: all texts with a letter in their order. Never `00000`. `number` from 1. */
export function answerSequence(number: number): string {
  if (!Number.isSafeInteger(number) || number < 1 || number > MAX) {
    throw new RangeError(`a day has no answer number ${number}`)
  }
  return number <= NUMERIC_MAX ? String(number).padStart(LENGTH, '0') : withLetter(number - NUMERIC_MAX - 1, LENGTH)
}

/** The text at `index` among those of `length` characters that hold at least one letter. */
function withLetter(index: number, length: number): string {
  const rest = length - 1
  const afterDigit = ALPHABET.length ** rest - 10 ** rest
  if (index < 10 * afterDigit) return `${Math.floor(index / afterDigit)}${withLetter(index % afterDigit, rest)}`
  const beyond = index - 10 * afterDigit
  const afterLetter = ALPHABET.length ** rest
  return ALPHABET.charAt(10 + Math.floor(beyond / afterLetter)) + anything(beyond % afterLetter, rest)
}

function anything(index: number, length: number): string {
  return length === 0 ? '' : index.toString(ALPHABET.length).toUpperCase().padStart(length, '0')
}
