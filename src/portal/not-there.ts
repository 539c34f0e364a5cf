import { refusal } from '../base/refusal.ts'

/** Of what does not exist, and alike of what is not this person's (cases R1, R2). */
export const NOT_THERE = refusal('SLU-MISSING', 'There is no such thing here.', 'Check the address.', { key: 'hidden' })
