/** Names of people in any script: how they are compared, and what of them a user name may begin with. */

/** Letters that Unicode does not take apart into a plain letter and a mark, and the sigma that ends a word. */
// biome-ignore format: a table
const PLAIN: Readonly<Record<string, string>> = {
  æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', ŋ: 'n', ŧ: 't', þ: 'th', ς: 'σ',
}
const MARKS = /[\u0300-\u036f]/g
const BETWEEN = /[\s\p{Pd}'’.\p{Cf}]/gu

/**
 * What is left of a name when capitals, accents, spaces, hyphens, apostrophes, full stops and what cannot be seen are not looked at: two
 * spellings of one name are equal by it. Marks of scripts that write vowels with them stay.
 */
export function foldedName(name: string): string {
  const small = name.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD')
  return [...small.replace(MARKS, '').replace(BETWEEN, '')]
    .map((letter) => PLAIN[letter] ?? letter)
    .join('')
    .normalize('NFC')
}

/** The Latin letters of a name, small and without accents; empty for names in other scripts. */
export function latinLetters(name: string): string {
  return foldedName(name).replace(/[^a-z]/g, '')
}
