/** Parts of an address become typed values; what does not look like one is not there (404), before anything is asked. */
import { isUuid } from '../base/ids.ts'
import { type EnterpriseNumber, parseEnterpriseNumber, type SenderNumber } from '../batch/identifiers.ts'
import { isQualityCode } from '../batch/quality-code.ts'

type ValueOf<Name extends string> = Name extends 'enterpriseNumber'
  ? EnterpriseNumber
  : Name extends 'senderNumber'
    ? SenderNumber
    : string

/** The values in `/enterprises/:enterpriseNumber/users/:userId`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name]: ValueOf<Name> } & ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? { readonly [Key in Name]: ValueOf<Name> }
    : unknown

const WORD = /^[A-Za-z0-9._-]{1,100}$/

/** Undefined when a value does not fit its name. Numbers are taken in their one canonical form. */
export function readParams(raw: unknown): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(raw ?? {}).map(([name, value]) => [name, String(value)] as const)
  return entries.every(([name, value]) => fits(name, value)) ? Object.fromEntries(entries) : undefined
}

function fits(name: string, value: string): boolean {
  if (name === 'enterpriseNumber') {
    const parsed = parseEnterpriseNumber(value)
    return parsed.ok && parsed.value === value
  }
  if (name === 'qualityCode') return isQualityCode(value)
  if (name === 'senderNumber') return /^[0-9]{6}$/.test(value)
  return name.endsWith('Id') ? isUuid(value) : WORD.test(value)
}
