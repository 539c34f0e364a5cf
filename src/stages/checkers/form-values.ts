/**
 * What each form says of itself and of what it answers: read of the answers of online services, and of declarations for notifications
 * about them. Bounded as all findings are.
 */
import type { SaxesTagNS } from 'saxes'
import type { FormValues } from './findings.ts'
import { FORMS_LISTED_MAX, LISTED_CHARACTERS } from './limits.ts'

/** Below a Form. */
export const VALUE_PATHS = [
  'Identification',
  'FormCreationDate',
  'FormCreationHour',
  'AttestationStatus',
  'TypeForm',
  'FileReference/FileName',
  'FileReference/ReferenceNbr',
  'Reference/ReferenceType',
  'Reference/ReferenceOrigin',
  'Reference/ReferenceNbr',
  'HandlingResult/ResultCode',
  'EmployerDeclaration/Quarter',
  'EmployerDeclaration/NOSSRegistrationNbr',
  'EmployerDeclaration/NOSSLPARegistrationNbr',
  'EmployerDeclaration/Trusteeship',
  'EmployerDeclaration/CompanyID',
] as const
export type ValuePath = (typeof VALUE_PATHS)[number]

const ANOMALY = 'HandlingResult/AnomalyReport'
const FORM_DEPTH = 2
const BLOCK_DEPTH = 3
const PATHS: ReadonlySet<string> = new Set(VALUE_PATHS)

type Form = { values: Partial<Record<ValuePath, string>>; anomalies: number }

export class FormValuesReader {
  readonly #forms: Form[] = []
  #form: Form | null = null
  #block = ''
  #path: ValuePath | null = null
  #pathDepth = 0
  #depth = 0
  #value = ''

  /** An element begins; true when its text is wanted. `depth` counts from 1, the root. */
  open(depth: number, { local }: Pick<SaxesTagNS, 'local'>): boolean {
    this.#depth = depth
    if (depth === FORM_DEPTH) this.#begin(local)
    if (depth === BLOCK_DEPTH) this.#block = local
    if (!this.#form || this.#path !== null) return false
    const path = depth === BLOCK_DEPTH ? local : depth === BLOCK_DEPTH + 1 ? `${this.#block}/${local}` : ''
    if (path === ANOMALY) this.#form.anomalies += 1
    if (!PATHS.has(path) || Object.hasOwn(this.#form.values, path)) return false
    this.#path = path as ValuePath
    this.#pathDepth = depth
    this.#value = ''
    return true
  }

  text(text: string): void {
    if (this.#path === null || this.#depth !== this.#pathDepth) return
    this.#value = `${this.#value}${this.#value === '' ? text.trimStart() : text}`.slice(0, LISTED_CHARACTERS + 1)
  }

  /** True when the collecting of text ends with it. */
  close(depth: number): boolean {
    this.#depth = depth - 1
    if (depth === FORM_DEPTH) this.#form = null
    if (this.#path === null || depth !== this.#pathDepth) return false
    // what is longer is none of these values: it is left out rather than cut
    if (this.#form && this.#value.length <= LISTED_CHARACTERS) this.#form.values[this.#path] = this.#value.trim()
    this.#path = null
    return true
  }

  findings(): readonly FormValues[] {
    return this.#forms
  }

  #begin(local: string): void {
    if (local !== 'Form' || this.#forms.length >= FORMS_LISTED_MAX) return
    this.#form = { values: {}, anomalies: 0 }
    this.#forms.push(this.#form)
  }
}
