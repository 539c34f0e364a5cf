/**
 * What the legal representatives have named, as it is taken over from CSAM: one JSON document, read strictly. A fault is told by the path
 * to it, as `enterprises[3].mainAccessManager.email`.
 */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import {
  type EnterpriseNumber,
  type NssoNumber,
  parseEnterpriseNumber,
  parseNssoNumber,
} from '../../batch/identifiers.ts'
import type { Language } from '../../batch/languages.ts'
import { isQualityCode } from '../../batch/quality-code.ts'
import { parseSsin } from '../../batch/ssin.ts'
import { parseLanguage, parseMailAddress, parseMobilePhone, parsePersonName } from './person-fields.ts'
import type { PersonInput } from './persons.ts'
import { type Fault, fault, list, object, optional, type Read, required, text } from './strict-json.ts'

export type RegistryDocument = { readonly enterprises: readonly ImportedEnterprise[] }

export type ImportedEnterprise = {
  readonly enterpriseNumber: EnterpriseNumber
  readonly legalName: string
  readonly language?: Language
  readonly notificationEmail?: string
  /** The first one is the default quality. */
  readonly qualities: readonly ImportedQuality[]
  readonly mainAccessManager: ImportedManager
}

export type ImportedQuality = { readonly code: string; readonly employerId?: NssoNumber }

/** In the language of the enterprise when none is named. */
export type ImportedManager = Omit<PersonInput, 'language'> & { readonly language?: Language }

const LEGAL_NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u

/** `now`: nobody is born in the future. Refuses with SLU-INPUT; of several faults the first is told, and how many there are. */
export function parseRegistryDocument(json: string, now: Date): Result<RegistryDocument, Refusal> {
  const parsed = parsedJson(json)
  if (!parsed.ok) return parsed
  const document = documentReader(now)(parsed.value, '')
  return document.ok ? document : no(faulty(document.problem))
}

/** What stands at `path` is wrong. */
export function faultAt({ path, what }: Fault, more = 0): Refusal {
  const others = more > 0 ? ` And ${more} more.` : ''
  return refusal('SLU-INPUT', `${path === '' ? 'The document' : path}: ${what}${others}`, 'Nothing was taken over.')
}

function documentReader(now: Date): Read<RegistryDocument> {
  const manager = object<ImportedManager>({
    lastName: required(text((name) => parsePersonName(name, 'lastName'))),
    firstName: required(text((name) => parsePersonName(name, 'firstName'))),
    language: optional(text(parseLanguage)),
    email: optional(text(parseMailAddress)),
    mobilePhone: optional(text(parseMobilePhone)),
    ssin: optional(text((number) => parseSsin(number, now))),
  })
  const enterprise = object<ImportedEnterprise>({
    enterpriseNumber: required(text(quietly(parseEnterpriseNumber, 'This is no enterprise number.'))),
    legalName: required(text(parseLegalName)),
    language: optional(text(parseLanguage)),
    notificationEmail: optional(text(parseMailAddress)),
    qualities: required(distinct(list(object<ImportedQuality>(QUALITY_FIELDS)), ({ code }) => code, 'code')),
    mainAccessManager: required(reachable(manager)),
  })
  const enterprises = distinct(list(enterprise), ({ enterpriseNumber }) => enterpriseNumber, 'enterpriseNumber')
  return object<RegistryDocument>({ enterprises: required(enterprises) })
}

const QUALITY_FIELDS = {
  code: required(text(parseQualityCode)),
  employerId: optional(text(quietly(parseNssoNumber, 'This is no NSSO number.'))),
}

/** Who has no national number gets the first codes by mail and telephone (spec access.md §6.1). */
function reachable(read: Read<ImportedManager>): Read<ImportedManager> {
  return (value, path) => {
    const manager = read(value, path)
    if (!manager.ok || manager.value.ssin !== undefined) return manager
    const missing = (['email', 'mobilePhone'] as const).filter((field) => manager.value[field] === undefined)
    const faults = missing.map((field) => ({
      path: `${path}.${field}`,
      what: 'It is needed without a national number.',
    }))
    return faults.length > 0 ? no(faults) : manager
  }
}

function distinct<Value>(
  read: Read<readonly Value[]>,
  keyOf: (value: Value) => string,
  field: string,
): Read<readonly Value[]> {
  return (value, path) => {
    const items = read(value, path)
    if (!items.ok) return items
    const seen = new Set<string>()
    const second = items.value.findIndex((item) => seen.size === seen.add(keyOf(item)).size)
    return second === -1 ? items : fault(`${path}[${second}].${field}`, 'It is named twice.')
  }
}

/** These parsers repeat what they refuse. */
function quietly<Value>(
  parse: (text: string) => Result<Value, Refusal>,
  cause: string,
): (text: string) => Result<Value, Refusal> {
  return (given) => {
    const parsed = parse(given)
    return parsed.ok ? parsed : no({ ...parsed.problem, cause })
  }
}

function parseLegalName(name: string): Result<string, Refusal> {
  return LEGAL_NAME.test(name.trim()) ? ok(name.trim()) : no(refusal('SLU-NAME', 'This is no legal name.', ''))
}

function parseQualityCode(code: string): Result<string, Refusal> {
  return isQualityCode(code) ? ok(code) : no(refusal('SLU-INPUT', 'This is no quality code.', ''))
}

function parsedJson(json: string): Result<unknown, Refusal> {
  try {
    return ok(JSON.parse(json))
  } catch (error) {
    if (error instanceof SyntaxError) return no(faultAt({ path: '', what: 'This is no JSON.' }))
    throw error
  }
}

function faulty([first, ...others]: readonly Fault[]): Refusal {
  if (!first) throw new TypeError('a document without faults was refused')
  return faultAt(first, others.length)
}
