/** Why the body of a form cannot be read on; what came before it stays read. */
export type MultipartFaultKind =
  /** Not well formed. */
  | 'malformed'
  /** The body ended, or the connection, before the last boundary. */
  | 'cut'
  | 'tooManyParts'
  | 'headersTooLarge'
  /** A field over its limit. */
  | 'tooLarge'
  /** A part is packed, or encoded for mail. */
  | 'encoded'

const STATUS: Readonly<Record<MultipartFaultKind, number>> = {
  ...{ malformed: 400, cut: 400, tooManyParts: 413, headersTooLarge: 413, tooLarge: 413, encoded: 415 },
}

/** Thrown out of the parts: a client's mistake, told by its status where nobody tells it better. */
export class MultipartFault extends Error {
  override readonly name = 'MultipartFault'
  readonly kind: MultipartFaultKind
  readonly statusCode: number

  constructor(kind: MultipartFaultKind, options?: ErrorOptions) {
    super(`a form that cannot be read: ${kind}`, options)
    this.kind = kind
    this.statusCode = STATUS[kind]
  }
}
