import { z } from 'zod'
import { REASON_MAX } from '../operations/reason.ts'

/** Why something is done; an empty one is refused by the operation. */
export const reason = z.string().max(REASON_MAX).describe('Kept in the audit.')

/** The body of an act that needs nothing else. */
export const reasonOnly = z.strictObject({ reason })
