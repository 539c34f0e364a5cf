import type { FormLimits } from '../http/form-body.ts'

const MEGABYTE = 1_000_000

/** Of the files that are checked without being sent: nine parts with their signatures and a GO, and what a process can hold for several people at once. */
export const CHECK_LIMITS = {
  formBytes: 64 * 1024,
  fileBytes: 20 * MEGABYTE,
  filesMax: 19,
  filesBytes: 40 * MEGABYTE,
  cutsFiles: true,
} as const satisfies FormLimits
