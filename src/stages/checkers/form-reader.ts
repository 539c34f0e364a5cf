/** What stands in the Form blocks, as far as the gateway judges it (spec §9.1, codes 135, 157, 158, 205, 275). */
import type { SaxesTagNS } from 'saxes'
import type { DocumentFindings } from './findings.ts'
import { LISTED_CHARACTERS, LISTED_MAX } from './limits.ts'

type FormFindings = Pick<
  DocumentFindings,
  'forms' | 'formsWithoutIdentification' | 'childrenOtherThanForm' | 'identifications' | 'typeForms'
>

const FORM_DEPTH = 2
const FIELD_DEPTH = 3
/** Text collected of one field; what is longer is cut, and told to be. */
const VALUE_MAX = 1024

export class FormReader {
  readonly #identifications = new Set<string>()
  readonly #typeForms = new Set<string>()
  readonly #others = new Set<string>()
  #rootNamespace = ''
  #forms = 0
  #identified = 0
  #inForm = false
  #formIsIdentified = false
  #field: Set<string> | null = null
  #value = ''
  #depth = 0

  /** An element begins; true when its text is wanted. `depth` counts from 1, the root. */
  open(depth: number, tag: Pick<SaxesTagNS, 'local' | 'uri'>): boolean {
    this.#depth = depth
    if (depth === 1) this.#rootNamespace = tag.uri
    if (depth === FORM_DEPTH) this.#openBlock(tag)
    if (depth !== FIELD_DEPTH || !this.#inForm || !this.#isOurs(tag)) return false
    this.#field = this.#fieldOf(tag.local)
    this.#value = ''
    return this.#field !== null
  }

  /** Text of the field that is open, however many pieces it comes in; text of elements inside it does not belong to it. */
  text(text: string): void {
    if (this.#field === null || this.#depth !== FIELD_DEPTH) return
    this.#value = `${this.#value}${this.#value === '' ? text.trimStart() : text}`.slice(0, VALUE_MAX)
  }

  /** The element at `depth` ends; true when the collecting of text ends with it. */
  close(depth: number): boolean {
    this.#depth = depth - 1
    if (depth === FORM_DEPTH) this.#closeBlock()
    if (depth !== FIELD_DEPTH || this.#field === null) return false
    if (this.#field === this.#identifications) this.#formIsIdentified = true
    keep(this.#field, this.#value.length < VALUE_MAX ? this.#value.trim() : this.#value)
    this.#field = null
    return true
  }

  findings(): FormFindings {
    return {
      forms: this.#forms,
      formsWithoutIdentification: this.#forms - this.#identified - (this.#inForm ? 1 : 0),
      childrenOtherThanForm: [...this.#others],
      identifications: [...this.#identifications],
      typeForms: [...this.#typeForms],
    }
  }

  #openBlock(tag: Pick<SaxesTagNS, 'local' | 'uri'>): void {
    this.#inForm = tag.local === 'Form' && this.#isOurs(tag)
    this.#formIsIdentified = false
    if (this.#inForm) this.#forms += 1
    else keep(this.#others, tag.local)
  }

  #closeBlock(): void {
    if (this.#inForm && this.#formIsIdentified) this.#identified += 1
    this.#inForm = false
  }

  /** Classic messages have no namespace; a newer one's blocks are in the root's, or in none (unqualified locals). */
  #isOurs({ uri }: Pick<SaxesTagNS, 'uri'>): boolean {
    return uri === this.#rootNamespace || uri === ''
  }

  #fieldOf(name: string): Set<string> | null {
    if (name === 'Identification') return this.#identifications
    return name === 'TypeForm' ? this.#typeForms : null
  }
}

/** A value that is too long ends in `…`, so that its beginning is never taken for it. */
function keep(values: Set<string>, value: string): void {
  if (values.size >= LISTED_MAX) return
  values.add(value.length > LISTED_CHARACTERS ? `${value.slice(0, LISTED_CHARACTERS)}…` : value)
}
