/** Bounds of one document (cases X2, X4): far above any declaration, far below what hurts. Not for operators to set. */
export const XML_LIMITS = {
  /** Elements inside each other; the deepest message of the field has 12. */
  depth: 100,
  /** Attributes of one element, namespace declarations included. */
  attributes: 256,
  /** Characters of an element's or attribute's name. */
  name: 1024,
  /** Characters between two pieces of markup, of a comment, of an attribute's value. */
  token: 8 * 1024 * 1024,
} as const

/** Distinct names and values that findings list, and their length. */
export const LISTED_MAX = 20
export const LISTED_CHARACTERS = 64
/** Forms of which the values are told. */
export const FORMS_LISTED_MAX = 10_000

/**
 * The largest document that is validated against a schema, in bytes: the second parser builds a tree of about ten times the size,
 * and WebAssembly gets `WASM_BYTES_MAX`.
 */
export const SCHEMA_BYTES_MAX = 16 * 1024 * 1024
export const WASM_BYTES_MAX = 256 * 1024 * 1024
