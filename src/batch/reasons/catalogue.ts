import type { SignatureDetail } from '../annex-25.ts'
import { LANGUAGES, type Language } from '../languages.ts'
import type { Reason } from '../reason.ts'
import { DOCUMENT_TEXTS } from './documents.ts'
import { filled } from './fill.ts'
import { GATEWAY_TEXTS } from './gateway.ts'
import { NAME_DATE_TEXTS } from './name-dates.ts'
import { NAME_ELEMENT_TEXTS } from './name-elements.ts'
import { NAME_ENVIRONMENT_TEXTS } from './name-environments.ts'
import { NAME_PART_TEXTS } from './name-parts.ts'
import { NAME_STRUCTURE_TEXTS } from './name-structure.ts'
import { RIGHTS_TEXTS } from './rights.ts'
import { SCHEMA_TEXTS } from './schemas.ts'
import { SET_FILE_TEXTS } from './set-files.ts'
import { SET_LIMIT_TEXTS } from './set-limits.ts'
import { SIGNATURE_FILE_TEXTS } from './signature-files.ts'
import { SIGNATURE_PROFILE_TEXTS } from './signature-profile.ts'
import { SIGNATURE_TEXTS } from './signatures.ts'
import { SIGNED_CONTENT_TEXTS } from './signed-content.ts'
import type { ReasonTexts, Texts } from './texts.ts'

/** The compiler asks for a text for each finer cause that the signature check can name. */
const SIGNATURE_CAUSES: Readonly<Record<`125.${Exclude<SignatureDetail, 'notRegistered'>}`, Texts>> = {
  ...SIGNATURE_FILE_TEXTS,
  ...SIGNATURE_PROFILE_TEXTS,
  ...SIGNED_CONTENT_TEXTS,
  ...SIGNATURE_TEXTS,
}

/** rule 6.8: every reason the gateway can give, in four languages; used by logs, `find`, `check` and pages. */
export const CATALOGUE: ReasonTexts = {
  ...NAME_STRUCTURE_TEXTS,
  ...NAME_ELEMENT_TEXTS,
  ...NAME_DATE_TEXTS,
  ...NAME_ENVIRONMENT_TEXTS,
  ...NAME_PART_TEXTS,
  ...SET_FILE_TEXTS,
  ...SET_LIMIT_TEXTS,
  ...RIGHTS_TEXTS,
  ...SIGNATURE_CAUSES,
  ...DOCUMENT_TEXTS,
  ...SCHEMA_TEXTS,
  ...GATEWAY_TEXTS,
}

/** A reason in the words of one language. */
export type Explanation = { readonly title: string; readonly cause: string; readonly remedy: string }

/** Title, cause and remedy, filled with what was seen and expected. */
export function explain(reason: Reason, language: Language): Explanation {
  const [title, cause, remedy] = textsOf(reason)[language]
  return { title, cause: filled(cause, reason), remedy: filled(remedy, reason) }
}

/** Cause and remedy as full sentences in every language: `find --json`, `check`, logs. */
export function textOf(reason: Reason): Readonly<Record<Language, string>> {
  const sentences = LANGUAGES.map((language) => {
    const { cause, remedy } = explain(reason, language)
    return [language, `${cause} ${remedy}`] as const
  })
  return Object.fromEntries(sentences) as Record<Language, string>
}

/** The finer cause's text, else the code's, else one that only names the code: an old verdict must stay readable. */
function textsOf({ code, detail }: Reason): Texts {
  return (detail && CATALOGUE[`${code}.${detail}`]) || CATALOGUE[code] || unknownCode(code)
}

function unknownCode(code: number): Texts {
  return {
    de: [
      `Code ${code}`,
      `Die Sendung wurde mit dem Code ${code} abgelehnt.`,
      'Fragen Sie den Betreiber nach der Bedeutung.',
    ],
    fr: [`Code ${code}`, `L’envoi a été refusé avec le code ${code}.`, 'Demandez la signification à l’exploitant.'],
    nl: [`Code ${code}`, `De zending werd geweigerd met code ${code}.`, 'Vraag de beheerder naar de betekenis.'],
    en: [`Code ${code}`, `The set was rejected with code ${code}.`, 'Ask the operator for its meaning.'],
  }
}
