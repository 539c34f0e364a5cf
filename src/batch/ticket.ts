/** The number under which a sender and we speak of one submission (decision 13, spec §9.2): 13 characters, never reused. */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const DIGITS = 9
const NUMBERS = ALPHABET.length ** DIGITS

/** Three characters of prefix, nine base-36 digits of `number`, one Luhn mod 36 check character over all twelve. */
export function ticketOf(prefix: string, number: number): string {
  if (!Number.isSafeInteger(number) || number < 0 || number >= NUMBERS) {
    throw new RangeError(`no ticket has the number ${number}`)
  }
  const digits = number.toString(ALPHABET.length).toUpperCase().padStart(DIGITS, '0')
  return `${prefix}${digits}${checkCharacter(`${prefix}${digits}`)}`
}

/** True when the text has the shape of a ticket and its check character is right. */
export function isTicket(text: string): boolean {
  return /^[0-9A-Z]{13}$/.test(text) && checkCharacter(text.slice(0, -1)) === text.slice(-1)
}

/** Every second digit from the right is doubled, the digits of the products are added up (Luhn, to the base of 36). */
function checkCharacter(text: string): string {
  const base = ALPHABET.length
  const sum = [...text].toReversed().reduce((total, character, index) => {
    const product = ALPHABET.indexOf(character) * (index % 2 === 0 ? 2 : 1)
    return total + Math.floor(product / base) + (product % base)
  }, 0)
  return ALPHABET.charAt((base - (sum % base)) % base)
}
