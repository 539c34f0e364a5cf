import type { ValuePath } from './form-values.ts'

/**
 * What a checker tells about one document: facts only, plain data, all of it bounded. Which of them is a reason is the judge's affair.
 *
 * Reading stops at the first fault, so what comes later in the document is unknown: with `encoding.supported` false or
 * `encoding.fault`, `fault` or `limitExceeded` set, the fields below tell what was seen until then.
 */
export type DocumentFindings = {
  /** The parts that make this document, in order, as the question named them. */
  readonly parts: readonly string[]
  readonly bytes: number
  /** True when the whole document was read and is well-formed XML within the limits, with namespaces in order. */
  readonly wellFormed: boolean
  /** Why it is not well-formed (code 102); null also when an encoding or limit ended the reading first. */
  readonly fault: DocumentFault | null
  /** A document type declaration was met: refused, whatever it holds (case X1, code 102). */
  readonly doctype: boolean
  readonly encoding: EncodingFindings
  readonly limitExceeded: LimitExceeded | null
  /** `namespace` is null for a name in no namespace; `prefix` is null for the default namespace or none. */
  readonly root: { readonly name: string; readonly namespace: string | null; readonly prefix: string | null } | null
  /** What the root says about its schema; null when it says nothing (code 136). */
  readonly schemaReference: SchemaReference | null
  /** Distinct names of the root's children that are no Form block (code 205), the first 20. */
  readonly childrenOtherThanForm: readonly string[]
  readonly forms: number
  /** Forms in which no Identification was seen. */
  readonly formsWithoutIdentification: number
  /** Distinct values of Form/Identification and Form/TypeForm, white space around them dropped, the first 20 of each. */
  readonly identifications: readonly string[]
  readonly typeForms: readonly string[]
  readonly schema: SchemaFindings
  /** Only of a checker that was started to read values. */
  readonly values?: readonly FormValues[]
}

/** What stands in one form, as far as it is listed in `VALUE_PATHS`: the first value of each, white space around it dropped. */
export type FormValues = {
  readonly values: Readonly<Partial<Record<ValuePath, string>>>
  readonly anomalies: number
}

/** 1-based line and column; the message is in English and may quote a few characters of the document. */
export type DocumentFault = { readonly line: number; readonly column: number; readonly message: string }

export type EncodingFindings = {
  /** As the XML declaration spells it. */
  readonly declared: string | null
  /** What the bytes were read as, or what they look like when that is not supported. */
  readonly used: string
  /** UTF-8, US-ASCII and ISO-8859-1 are (code 138 otherwise). */
  readonly supported: boolean
  /** The first byte that is impossible in the encoding used, counted from 0: the declaration lies (case X5, code 102). */
  readonly fault: { readonly offset: number } | null
}

/** A bound of ours that a proper declaration is far from (cases X2, X4): refused like something not well-formed. */
export type LimitExceeded = {
  readonly limit: 'depth' | 'attributes' | 'name' | 'token'
  readonly max: number
  readonly line: number
  readonly column: number
}

export type SchemaReference = {
  /** The attribute's value, at most 300 characters of it. */
  readonly raw: string
  /** The last path segment, which is looked up in `schemas.dir`. */
  readonly name: string
}

export type SchemaOutcome =
  | 'valid'
  | 'invalid'
  /** No schema of that root is installed: the step was skipped. */
  | 'notInstalled'
  /** The one referred to is not installed, but another `<Root>_*.xsd` is (code 088). */
  | 'unknownVersion'
  /** The document refers to none. */
  | 'none'
  /** An earlier fault ended the reading. */
  | 'notReached'
  /** Well-formed, its schema is installed, but the document is larger than what can be validated here. */
  | 'tooLarge'

export type SchemaFindings = {
  readonly outcome: SchemaOutcome
  /** The first 20, in document order; empty unless invalid. */
  readonly errors: readonly DocumentFault[]
}
