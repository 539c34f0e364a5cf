import type { Language } from '../languages.ts'

export type DayWords = {
  /** Of the columns, in their order. */
  readonly header: readonly string[]
  readonly more: string
}

/** States, outcomes and channels are told by the gateway's own words, which its other tools use too. */
// biome-ignore format: a table
export const DAY_WORDS: Readonly<Record<Language, DayWords>> = {
  de: {
    header: ['Sendung', 'Umgebung', 'Kanal', 'Zustand', 'Empfangen', 'Versiegelt', 'Ergebnis', 'Codes', 'Grund', 'Ticket', 'Antwort'],
    more: 'Es gibt weitere Sendungen; hier stehen die {rows} neuesten.',
  },
  fr: {
    header: ['Envoi', 'Environnement', 'Canal', 'État', 'Reçu', 'Scellé', 'Résultat', 'Codes', 'Raison', 'Ticket', 'Réponse'],
    more: 'Il y a d’autres envois ; voici les {rows} plus récents.',
  },
  nl: {
    header: ['Zending', 'Omgeving', 'Kanaal', 'Toestand', 'Ontvangen', 'Verzegeld', 'Resultaat', 'Codes', 'Reden', 'Ticket', 'Antwoord'],
    more: 'Er zijn nog andere zendingen; dit zijn de {rows} recentste.',
  },
  en: {
    header: ['Set', 'Environment', 'Channel', 'State', 'Received', 'Sealed', 'Outcome', 'Codes', 'Reason', 'Ticket', 'Answer'],
    more: 'There are more sets; these are the {rows} newest.',
  },
}
