/** What a request is answered with that cannot be served: SOAP 1.1, with the errors of the field as its detail (spec access.md §12). */
import type { Language } from '../../../../batch/languages.ts'

export type SoapFault = {
  /** SOAP's own word for whose fault it is. */
  readonly code: 'Client' | 'Server' | 'MustUnderstand' | 'VersionMismatch'
  /** At least one; the first stands in `faultstring` too. */
  readonly errors: readonly FaultError[]
  /** After so many seconds the same request may be served. */
  readonly retrySeconds?: number
}

export type FaultError = {
  readonly kind: 'SystemError' | 'BusinessError'
  readonly code: string
  /** In each language that it can be said in; English always. */
  readonly message: FaultText
}

export type FaultText = { readonly en: string } & Readonly<Partial<Record<Language, string>>>
