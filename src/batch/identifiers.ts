/**
 * Belgian numbers become types here, once, at the door (spec access.md §17, reception.md §9.7). Their forms carry check digits,
 * so a typing mistake is found before anything is stored under a wrong number.
 */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'

/** Ten digits of the Crossroads Bank for Enterprises, leading zero kept: `0206731645`. */
export type EnterpriseNumber = string & { readonly brand: 'EnterpriseNumber' }
/** Ten digits, the first from 2 to 8: a place of business of an enterprise. */
export type EstablishmentNumber = string & { readonly brand: 'EstablishmentNumber' }
/** An employer's number at the NSSO, without leading zeros: an integer from 197 to 5999999999. */
export type NssoNumber = string & { readonly brand: 'NssoNumber' }
/** Six digits that name a sender in file names; leading zeros matter. */
export type SenderNumber = string & { readonly brand: 'SenderNumber' }

type Kind = { readonly word: string; readonly told?: Refusal['told'] }

const ENTERPRISE: Kind = { word: 'enterprise number' }
const ESTABLISHMENT: Kind = { word: 'establishment unit number' }
const NSSO: Kind = { word: 'NSSO number', told: { key: 'nssoNumber' } }
const SENDER: Kind = { word: 'sender number' }

const LOCAL_ADMINISTRATIONS_MAX = 99_999_926
const FROM_THE_REGISTER = 'Copy it from the Crossroads Bank for Enterprises.'

/** Takes `0206.731.645`, `BE 0206 731 645` and the nine-digit form too. Refuses with SLU-NUMBER. */
export function parseEnterpriseNumber(text: string): Result<EnterpriseNumber, Refusal> {
  const digits = text.trim().replace(/^BE/i, '').replace(/[. ]/g, '')
  const number = /^\d{9}$/.test(digits) ? `0${digits}` : digits
  if (!/^[01]\d{9}$/.test(number)) {
    return no(notA(ENTERPRISE, text, `It has ten digits, the first 0 or 1. ${FROM_THE_REGISTER}`))
  }
  return isModulo97(number) ? ok(number as EnterpriseNumber) : no(mistyped(ENTERPRISE, text))
}

/** Takes dots, spaces and a `BE` prefix too. Refuses with SLU-NUMBER. */
export function parseEstablishmentNumber(text: string): Result<EstablishmentNumber, Refusal> {
  const number = text.trim().replace(/^BE/i, '').replace(/[. ]/g, '')
  if (!/^[2-8]\d{9}$/.test(number)) {
    return no(notA(ESTABLISHMENT, text, `It has ten digits, the first from 2 to 8. ${FROM_THE_REGISTER}`))
  }
  return isModulo97(number) ? ok(number as EstablishmentNumber) : no(mistyped(ESTABLISHMENT, text))
}

/**
 * Takes separators, leading zeros and the older form with a three-digit prefix before nine digits too. Definitive numbers have
 * up to nine digits, provisional ones ten with a leading 5. Refuses with SLU-NUMBER.
 */
export function parseNssoNumber(text: string): Result<NssoNumber, Refusal> {
  const digits = text.trim().replace(/[-. /]/g, '')
  const shape = /^(?:\d{3}(?=\d{9}$)|0*)(\d{3,9}|5\d{9})$/.exec(digits)
  const number = Number(shape?.[1] ?? 0)
  if (number < 197) {
    return no(notA(NSSO, text, 'It has three to nine digits, or ten with a leading 5 when provisional.'))
  }
  return nssoChecks(number).includes(number % 100) ? ok(String(number) as NssoNumber) : no(mistyped(NSSO, text))
}

/** No check digit is known; whether the sender exists is the registry's affair. Refuses with SLU-NUMBER. */
export function parseSenderNumber(text: string): Result<SenderNumber, Refusal> {
  return /^[0-9]{6}$/.test(text)
    ? ok(text as SenderNumber)
    : no(notA(SENDER, text, 'It has six digits, leading zeros included.'))
}

/** The first eight digits modulo 97 and the last two add up to 97, so the check digits run from 01 to 97. */
function isModulo97(number: string): boolean {
  return (Number(number.slice(0, 8)) % 97) + Number(number.slice(8)) === 97
}

/** Local administrations may count in another way (spec §17). */
function nssoChecks(number: number): number[] {
  const serial = Math.floor(number / 100)
  const common = 96 - ((serial * 100) % 97) || 97
  return number <= LOCAL_ADMINISTRATIONS_MAX ? [common, serial % 97 || 97] : [common]
}

function notA({ word, told }: Kind, text: string, remedy: string): Refusal {
  return refusal('SLU-NUMBER', `${JSON.stringify(text.slice(0, 40))} is no ${word}.`, remedy, told)
}

function mistyped(kind: Kind, text: string): Refusal {
  return notA(kind, text, 'Its check digits do not fit: compare it digit by digit with the official document.')
}
