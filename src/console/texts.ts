/** Every text of the console, in four languages. An area has a file; its keys begin with the area's name. */
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
import { ACTING } from './texts/acting.ts'
import { CERTIFICATES } from './texts/certificates.ts'
import { COMMON } from './texts/common.ts'
import { CONFIGURATION } from './texts/configuration.ts'
import { CONTENTS } from './texts/contents.ts'
import { OPERATORS } from './texts/operators.ts'
import { RESTORED } from './texts/restored.ts'
import { SENDERS } from './texts/senders.ts'
import { SESSIONS } from './texts/sessions.ts'
import { SIGN_IN } from './texts/sign-in.ts'
import { SUBMISSION } from './texts/submission.ts'
import { SUBMISSIONS } from './texts/submissions.ts'
import { WATCH } from './texts/watch.ts'
import { WATCH_PAGES } from './texts/watch-pages.ts'

export const TEXTS = {
  ...FRAME,
  ...FRAME_REFUSALS,
  ...CREDENTIALS,
  ...LINES,
  ...SET_NAMES,
  ...CREDENTIAL_REFUSALS,
  ...PROVIDER_REFUSALS,
  ...COMMON,
  ...SIGN_IN,
  ...OPERATORS,
  ...SUBMISSIONS,
  ...SUBMISSION,
  ...CONTENTS,
  ...ACTING,
  ...SESSIONS,
  ...SENDERS,
  ...CERTIFICATES,
  ...CONFIGURATION,
  ...RESTORED,
  ...WATCH,
  ...WATCH_PAGES,
} as const

export type TextKey = keyof typeof TEXTS
export type Say = Speak<TextKey>

/** Speaks one language. */
export function sayIn(language: Language): Say {
  return speaker(TEXTS, language)
}

/** Cause and remedy as people read them; in English where a refusal is not one that operators meet. */
export function toldRefusal(t: Say, refused: Refusal): { cause: string; remedy: string } {
  return toldIn(TEXTS, t, refused)
}

/** Whether a key that was put together, or came with an address, is one of ours. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(TEXTS, key)
}
