/** What an operator is told who is not let in. What was wrong is not told before the proof was right (case R24). */
import { refusal } from '../../base/refusal.ts'

export const WRONG = refusal(
  'SLU-LOGIN',
  'This name with this password and code is not known.',
  'Type all three again, with the code that the app shows now; an administrator can give you a new first sign-in.',
  { key: 'operatorWrong' },
)
export const LOCKED = refusal('SLU-LOGIN', 'Your access to the console is locked.', 'Ask an administrator.', {
  key: 'operatorIsLocked',
})
export const NO_INVITATION = refusal(
  'SLU-LOGIN',
  'This code is not known, was used already, or has run out.',
  'Ask an administrator, or whoever has the host, for a new one: sluice operator invite NAME',
  { key: 'operatorNoInvitation' },
)
export const WRONG_CODE = refusal(
  'SLU-INPUT',
  'This is not the code that the app shows now.',
  'Type the one you see.',
  {
    key: 'codeAppWrongCode',
  },
)
export const NOT_BOUND = refusal(
  'SLU-LOGIN',
  'No operator of the console goes with this sign-in, or the provider gives you no role here.',
  'Ask an administrator of the console to add you under the name that the provider tells.',
  { key: 'operatorNotBound' },
)
