/** What must be right of an answer before anything is promised of it; pure, over what a checker found. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { setKeyInName } from '../../batch/answer-reference.ts'
import type { AnswerResult } from '../../batch/facts.ts'
import { PURPOSES } from '../../batch/purposes.ts'
import type { Addressee } from '../../ledger/answers/addressee.ts'
import type { DocumentFindings, FormValues } from '../../stages/checkers/findings.ts'
import { breaksSchema, NO_REFERENCE, notWellFormed, otherReference, wrongForm } from './refusals.ts'

/** rule 20.2: well-formed, without a document type declaration, of the purpose's root and identification, and valid where its schema is installed. */
export function documentFault(purpose: string, found: DocumentFindings): Refusal | null {
  if (found.doctype) return notWellFormed('it has a document type declaration')
  if (!found.encoding.supported) return notWellFormed(`its encoding is ${found.encoding.used}`)
  if (!found.wellFormed) return notWellFormed(whyUnreadable(found))
  return formFault(purpose, found) ?? schemaFault(found)
}

function whyUnreadable({ fault, encoding, limitExceeded }: DocumentFindings): string {
  if (fault) return `line ${fault.line}, column ${fault.column}: ${fault.message}`
  if (encoding.fault) return `byte ${encoding.fault.offset} is not of its encoding`
  return limitExceeded ? `it exceeds a limit of ${limitExceeded.limit} in line ${limitExceeded.line}` : 'it is empty'
}

function formFault(purpose: string, { root, identifications, formsWithoutIdentification, forms }: DocumentFindings) {
  const { roots, identifications: allowed } = PURPOSES.find(({ code }) => code === purpose) ?? NOTHING_KNOWN
  const name = root?.name ?? ''
  if (roots.length > 0 && !roots.includes(name)) return wrongForm(purpose, `its root is ${name}`, roots)
  if (allowed.length === 0) return null
  if (forms === 0 || formsWithoutIdentification > 0) return wrongForm(purpose, 'a form has no Identification', allowed)
  const other = identifications.find((identification) => !allowed.includes(identification))
  return other === undefined ? null : wrongForm(purpose, `a form is identified as ${other}`, allowed)
}

const NOTHING_KNOWN: { readonly roots: readonly string[]; readonly identifications: readonly string[] } = {
  roots: [],
  identifications: [],
}

function schemaFault({ schema, schemaReference }: DocumentFindings): Refusal | null {
  if (schema.outcome === 'unknownVersion') return breaksSchema(`${schemaReference?.name} is not installed.`)
  if (schema.outcome !== 'invalid') return null
  const [first] = schema.errors
  return breaksSchema(first ? `line ${first.line}: ${first.message}` : 'it is invalid.')
}

/** rule 20.3: where the forms of a notification name a file, it is one of the declaration that is answered, and the ticket is its own. */
export function referenceFault(
  purpose: string,
  { values = [] }: DocumentFindings,
  { ticket, setKey }: Pick<Addressee, 'ticket' | 'setKey'>,
): Refusal | null {
  if (purpose !== 'NOTI') return null
  for (const { values: form } of values) {
    const [number, name] = [form['FileReference/ReferenceNbr'], form['FileReference/FileName']]
    if (number !== undefined && number !== ticket) return otherReference(number, ticket)
    if (name !== undefined && setKey !== null && setKeyInName(name) !== setKey) return otherReference(name, setKey)
  }
  return null
}

/** The one declaration that all forms name: by its ticket, else by the set of a file. */
export function referenceIn({
  values = [],
}: DocumentFindings): Result<{ readonly ticket: string } | { readonly setKey: string }, Refusal> {
  const tickets = distinct(values, ({ values: form }) => form['FileReference/ReferenceNbr'])
  const [ticket] = tickets
  if (ticket !== undefined) return tickets.length === 1 ? ok({ ticket }) : no(NO_REFERENCE)
  const setKeys = distinct(
    values,
    ({ values: form }) => setKeyInName(form['FileReference/FileName'] ?? '') ?? undefined,
  )
  const [setKey] = setKeys
  return setKey !== undefined && setKeys.length === 1 ? ok({ setKey }) : no(NO_REFERENCE)
}

function distinct(values: readonly FormValues[], of: (form: FormValues) => string | undefined): readonly string[] {
  return [...new Set(values.flatMap((form) => of(form) ?? []))]
}

/** What a notification says of the declaration: the worst that it says of a form. Null for anything else. */
export function resultIn(purpose: string, { values = [] }: DocumentFindings): AnswerResult | null {
  if (purpose !== 'NOTI') return null
  const codes = values.flatMap(({ values: form }) => form['HandlingResult/ResultCode'] ?? [])
  if (codes.length === 0) return null
  if (codes.includes('0')) return 'refused'
  if (codes.some((code) => code !== '1')) return 'waiting'
  return values.some(({ anomalies }) => anomalies > 0) ? 'acceptedWithWarnings' : 'accepted'
}
