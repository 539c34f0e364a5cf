/** Every text of the portal, in four languages. An area has a file; its keys begin with the area's name. */
import type { Refusal } from '../base/refusal.ts'
import type { Language } from '../batch/languages.ts'
import { type Speak, speaker } from '../http/language.ts'
import { CREDENTIAL_REFUSALS } from '../http/texts/credential-refusals.ts'
import { CREDENTIALS } from '../http/texts/credentials.ts'
import { FRAME } from '../http/texts/frame.ts'
import { FRAME_REFUSALS } from '../http/texts/frame-refusals.ts'
import { LINES } from '../http/texts/lines.ts'
import { PROVIDER_REFUSALS } from '../http/texts/provider-refusals.ts'
import { SET_NAMES } from '../http/texts/set-names.ts'
import { toldIn } from '../http/told-refusal.ts'
import { ACTIVATION } from './texts/activation.ts'
import { ASSISTANTS } from './texts/assistants.ts'
import { AUDIT } from './texts/audit.ts'
import { CERTIFICATE_REFUSALS } from './texts/certificate-refusals.ts'
import { CHECKS } from './texts/checks.ts'
import { COMMON } from './texts/common.ts'
import { ENTERPRISE } from './texts/enterprise.ts'
import { ENTERPRISE_REFUSALS } from './texts/enterprise-refusals.ts'
import { IDENTITY_REFUSALS } from './texts/identity-refusals.ts'
import { NOTICES } from './texts/notices.ts'
import { PASSWORD_REFUSALS } from './texts/password-refusals.ts'
import { PROFILE } from './texts/profile.ts'
import { REFUSALS } from './texts/refusals.ts'
import { PEOPLE_REFUSALS } from './texts/refusals-people.ts'
import { REPORTS } from './texts/reports.ts'
import { REPORTS_CHANGES } from './texts/reports-changes.ts'
import { REPORTS_REFUSALS } from './texts/reports-refusals.ts'
import { REPORTS_SEND } from './texts/reports-send.ts'
import { REPORTS_SETUP } from './texts/reports-setup.ts'
import { SENDER_REFUSALS } from './texts/sender-refusals.ts'
import { SIGN_IN } from './texts/sign-in.ts'
import { SIGN_IN_REFUSALS } from './texts/sign-in-refusals.ts'
import { SSH_KEY_REFUSALS } from './texts/ssh-key-refusals.ts'
import { SUBMISSION } from './texts/submission.ts'
import { SUBMISSION_REFUSALS } from './texts/submission-refusals.ts'
import { SUBMISSIONS } from './texts/submissions.ts'
import { TERMS } from './texts/terms.ts'
import { USERS } from './texts/users.ts'

export const TEXTS = {
  ...FRAME,
  ...FRAME_REFUSALS,
  ...CREDENTIALS,
  ...LINES,
  ...SET_NAMES,
  ...CREDENTIAL_REFUSALS,
  ...PROVIDER_REFUSALS,
  ...COMMON,
  ...TERMS,
  ...PROFILE,
  ...REFUSALS,
  ...REPORTS,
  ...REPORTS_CHANGES,
  ...REPORTS_REFUSALS,
  ...REPORTS_SEND,
  ...REPORTS_SETUP,
  ...SIGN_IN,
  ...SIGN_IN_REFUSALS,
  ...ACTIVATION,
  ...PASSWORD_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...SUBMISSIONS,
  ...SUBMISSION,
  ...CHECKS,
  ...SUBMISSION_REFUSALS,
  ...ENTERPRISE_REFUSALS,
  ...SENDER_REFUSALS,
  ...SSH_KEY_REFUSALS,
  ...CERTIFICATE_REFUSALS,
  ...USERS,
  ...ASSISTANTS,
  ...ENTERPRISE,
  ...NOTICES,
  ...AUDIT,
  ...PEOPLE_REFUSALS,
} as const

export type TextKey = keyof typeof TEXTS
export type Say = Speak<TextKey>

/** Speaks one language. */
export function sayIn(language: Language): Say {
  return speaker(TEXTS, language)
}

/** Cause and remedy as people read them; in English where a refusal is not one that people meet. */
export function toldRefusal(t: Say, refused: Refusal): { cause: string; remedy: string } {
  return toldIn(TEXTS, t, refused)
}

/** Whether a key that was put together, or came with an address, is one of ours. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(TEXTS, key)
}
