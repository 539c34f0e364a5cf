/** What a sender reads in the notification about a declaration that its online service will not have. */
import type { Language } from './languages.ts'

export type NegativeKind = 'refused' | 'givenUp'

/** No zone has this number, so that no official code is like one of these. */
export const NEGATIVE_ERROR_IDS: Readonly<Record<NegativeKind, string>> = {
  refused: '00000-901',
  givenUp: '00000-902',
}

// biome-ignore format: a table
const WORDS: Readonly<Record<NegativeKind, Readonly<Record<Language, string>>>> = {
  refused: {
    de: 'Der Onlinedienst hat die Meldung abgelehnt.',
    fr: 'Le service en ligne a refusé la déclaration.',
    nl: 'De onlinedienst heeft de aangifte geweigerd.',
    en: 'The online service has refused the declaration.',
  },
  givenUp: {
    de: 'Die Meldung konnte dem Onlinedienst nicht übergeben werden und wurde aufgegeben. Bitte senden Sie sie mit einer neuen laufenden Nummer noch einmal.',
    fr: 'La déclaration n’a pas pu être transmise au service en ligne et a été abandonnée. Veuillez la renvoyer avec un nouveau numéro de suite.',
    nl: 'De aangifte kon niet aan de onlinedienst worden overgedragen en werd opgegeven. Gelieve ze met een nieuw volgnummer opnieuw te versturen.',
    en: 'The declaration could not be handed over to the online service and was given up. Please send it again under a new sequence number.',
  },
}

/** rule 20.10: in the sender's language, with the words of the service or of the operator behind it. */
export function negativeLabel(kind: NegativeKind, words: string | null, language: Language): string {
  return words?.trim() ? `${WORDS[kind][language]} ${words.trim()}` : WORDS[kind][language]
}
