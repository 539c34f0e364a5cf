import { child, oidText, stringText, TAG } from './asn1-values.ts'
import { type Element, Malformed } from './ber.ts'

export type NameAttribute = { readonly type: string; readonly text: string }

const TEXT_MAX = 500

// biome-ignore format: a table
const SHORT: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'], ['2.5.4.4', 'SN'], ['2.5.4.5', 'serialNumber'], ['2.5.4.6', 'C'], ['2.5.4.7', 'L'], ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'], ['2.5.4.10', 'O'], ['2.5.4.11', 'OU'], ['2.5.4.12', 'title'], ['2.5.4.42', 'GN'],
  ['2.5.4.97', 'organizationIdentifier'], ['1.2.840.113549.1.9.1', 'emailAddress'], ['0.9.2342.19200300.100.1.25', 'DC'],
])
const UNIT = 'OU'
const IDENTIFIER = 'organizationIdentifier'
const UNIT_FORM = /^urn:be:fgov:kbo-bce:organization:cbe-number:(\d{10})$/
/** Where identity cards carry the number of their holder. */
const SERIAL_NUMBER = 'serialNumber'
const NATIONAL_NUMBER = /^(\d{6})\d{5}$/
const IDENTIFIER_FORM = /^NTRBE-(\d{10})$/

/** The attributes of a distinguished name, in its own order. Throws `Malformed`. */
export function nameAttributes(name: Element): readonly NameAttribute[] {
  if (name.tag !== TAG.sequence) throw new Malformed('syntax', 'a name is missing')
  return name.children.flatMap((level) => {
    if (level.tag !== TAG.set || level.children.length === 0)
      throw new Malformed('syntax', 'a name is not made of sets')
    return level.children.map((pair) => {
      const type = oidText(child(pair, 0, TAG.oid, 'a name attribute'))
      const value = pair.children[1]
      const isPair = pair.tag === TAG.sequence && pair.children.length === 2
      if (!isPair || !value) throw new Malformed('syntax', 'a name attribute is not of a type and a value')
      return { type: SHORT.get(type) ?? type, text: stringText(value) }
    })
  })
}

/**
 * One line for people, the most specific first: `CN=Example, O=Example SA, C=BE`. Never breaks the line it stands in, and shows of a
 * national number the birth date alone, because it ends in logs and evidence (spec access.md §16.3).
 */
export function nameText(attributes: readonly NameAttribute[]): string {
  const line = [...attributes]
    .reverse()
    .map(({ type, text }) => `${type}=${printable(type === SERIAL_NUMBER ? masked(text) : text)}`)
  const whole = line.join(', ')
  return whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX)}…` : whole
}

/** The enterprise numbers that a subject claims (access.md §11): none, one, or several that then contradict each other. */
export function enterpriseNumbers(attributes: readonly NameAttribute[]): readonly string[] {
  const found = attributes.flatMap(({ type, text }) => {
    const form = type === UNIT ? UNIT_FORM : type === IDENTIFIER ? IDENTIFIER_FORM : null
    return form?.exec(text)?.[1] ?? []
  })
  return [...new Set(found)]
}

/** The national number by which a subject names its person: exactly one, else null. Whether it is sound is not asked. */
export function personNumber(attributes: readonly NameAttribute[]): string | null {
  const found = attributes.filter(({ type, text }) => type === SERIAL_NUMBER && NATIONAL_NUMBER.test(text))
  return found.length === 1 && found[0] ? found[0].text : null
}

function masked(text: string): string {
  return text.replace(NATIONAL_NUMBER, '$1*****')
}

function printable(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '?')
  return clean.replaceAll(/[\\,+"<>;=]/g, (sign) => `\\${sign}`)
}
