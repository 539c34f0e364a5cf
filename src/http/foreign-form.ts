import { refusal } from '../base/refusal.ts'

/** Of a form or request that does not carry the token of this browser (case W1). */
export const FOREIGN_FORM = refusal(
  'SLU-RIGHTS',
  'The form is not of this session.',
  'Open the page again and send the form from there.',
  { key: 'foreignForm' },
)
