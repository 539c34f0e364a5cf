import type { FormLimits } from '../http/form-body.ts'

/** Of a certificate (spec access.md §16.9). */
export const CERTIFICATE_BYTES_MAX = 64 * 1024

/** Of forms that hand one over: a larger one comes with a byte too many, so that whoever judges certificates says what is wrong. */
export const PROOF_LIMITS = {
  formBytes: 512 * 1024,
  fileBytes: CERTIFICATE_BYTES_MAX + 1,
  cutsFiles: true,
} as const satisfies FormLimits
