/** A certificate of ours that verifies answers: the one that signs, the one that will, or one that has. */
export type AnswerCertificate = {
  readonly use: 'present' | 'next' | 'past'
  readonly subject: string
  /** Hexadecimal, as OpenSSL prints it. */
  readonly serial: string
  /** Of the DER, lower-case hexadecimal. */
  readonly sha256: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly pem: string
}
